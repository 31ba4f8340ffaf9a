package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.ClientCertificates;
import dev.sekisho.model.tls.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The JDK's own TLS.
///
/// One context serves all names: its key manager looks the name up in a table that is swapped
/// atomically. So a new table costs no context per host and no connection, and sessions stay
/// resumable, each under the name and with the certificate it was made for. Hosts that ask for
/// certificates of clients have a context for each way of asking, so that no session of theirs can
/// be resumed elsewhere.
final class JdkEngine implements Engine {

    private final TlsSettings settings;
    private final Certificates certificates;
    private final SSLContext context;
    private final Map<TlsPolicy, SSLParameters> parameters = new ConcurrentHashMap<>();
    private final Map<ClientCertificates, SSLContext> asking = new ConcurrentHashMap<>();

    JdkEngine(TlsSettings settings, CertificateTable table) {
        this.settings = settings;
        this.certificates = new Certificates(table);
        this.context = context(new TrustManager[0]);
    }

    private SSLContext context(TrustManager... trusted) {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(new KeyManager[] {certificates}, trusted, null);
            SSLSessionContext sessions = made.getServerSessionContext();
            sessions.setSessionTimeout(Math.toIntExact(settings.sessionTimeout().toSeconds()));
            sessions.setSessionCacheSize(settings.sessionCacheSize());
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot speak TLS", e);
        }
    }

    private SSLParameters parameters(TlsPolicy policy) {
        SSLParameters made = context.getDefaultSSLParameters();
        made.setProtocols(
                TlsProfile.protocols(settings.minimumVersion().orNewer(policy.minimumVersion())));
        made.setCipherSuites(TlsProfile.cipherSuites(policy).toArray(String[]::new));
        made.setUseCipherSuitesOrder(false);
        made.setApplicationProtocols(settings.applicationProtocols().toArray(String[]::new));
        made.setSNIMatchers(List.of(new EveryName()));
        if (policy.asksForCertificates()) {
            made.setWantClientAuth(true);
        }
        return made;
    }

    private SSLContext contextFor(ClientCertificates clients) {
        return asking.computeIfAbsent(
                clients, asked -> context(new AnyClient(asked.authorities())));
    }

    @Override
    public String title() {
        return "the JDK";
    }

    @Override
    public SslHandler handler(
            @Nullable String name, ServedHost host, ClientOffer offer, ByteBufAllocator allocator) {
        TlsPolicy policy = host.policy();
        SSLContext made = policy.asksForCertificates() ? contextFor(policy.clients()) : context;
        SSLEngine engine = made.createSSLEngine(name, 0);
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters.computeIfAbsent(policy, this::parameters));
        return new SslHandler(engine);
    }

    @Override
    public void replace(CertificateTable table) {
        certificates.replace(table);
        parameters.clear();
        asking.keySet().removeIf(clients -> !table.asksFor(clients));
    }

    @Override
    public long fullHandshakes() {
        return certificates.fullHandshakes();
    }

    @Override
    public void close() {}

    /// With a matcher, even one that takes every name, the engine notes the name in the session and
    /// refuses to resume it under another one; without a matcher it would not.
    private static final class EveryName extends SNIMatcher {

        private EveryName() {
            super(StandardConstants.SNI_HOST_NAME);
        }

        @Override
        public boolean matches(SNIServerName name) {
            return true;
        }
    }
}
