package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.TlsVersion;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
/// resumable, each under the name and with the certificate it was made for.
final class JdkEngine implements Engine {

    private final TlsSettings settings;
    private final Certificates certificates;
    private final SSLContext context;
    private final Map<TlsVersion, SSLParameters> parameters = new EnumMap<>(TlsVersion.class);

    JdkEngine(TlsSettings settings, CertificateTable table) {
        this.settings = settings;
        this.certificates = new Certificates(table);
        this.context = context(certificates);
        for (TlsVersion minimum : TlsVersion.values()) {
            parameters.put(minimum, parameters(minimum));
        }
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionTimeout(Math.toIntExact(settings.sessionTimeout().toSeconds()));
        sessions.setSessionCacheSize(settings.sessionCacheSize());
    }

    private static SSLContext context(Certificates certificates) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {certificates}, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot speak TLS", e);
        }
    }

    private SSLParameters parameters(TlsVersion minimum) {
        SSLParameters made = context.getDefaultSSLParameters();
        made.setProtocols(TlsProfile.protocols(minimum));
        made.setCipherSuites(TlsProfile.CIPHER_SUITES.toArray(String[]::new));
        made.setUseCipherSuitesOrder(false);
        made.setApplicationProtocols(settings.applicationProtocols().toArray(String[]::new));
        made.setSNIMatchers(List.of(new EveryName()));
        return made;
    }

    @Override
    public String title() {
        return "the JDK";
    }

    @Override
    public SslHandler handler(
            @Nullable String name, ServedHost host, ClientOffer offer, ByteBufAllocator allocator) {
        SSLEngine engine = context.createSSLEngine(name, 0);
        engine.setUseClientMode(false);
        engine.setSSLParameters(
                parameters.get(settings.minimumVersion().orNewer(host.policy().minimumVersion())));
        return new SslHandler(engine);
    }

    @Override
    public void replace(CertificateTable table) {
        certificates.replace(table);
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
