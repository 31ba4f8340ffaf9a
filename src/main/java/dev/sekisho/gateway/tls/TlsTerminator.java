package dev.sekisho.gateway.tls;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
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

/// Ends TLS 1.2 and 1.3 for every server name of the newest table, on the JDK's engine.
///
/// One context serves all names: its key manager looks the name up in a table that is swapped
/// atomically. So a new table costs no context per host and no connection, and sessions stay
/// resumable, each under the name and with the certificate it was made for.
public final class TlsTerminator implements MetricSource {

    /// Forward secret and authenticated, as in Mozilla's intermediate profile; without finite-field
    /// Diffie-Hellman, which is slow enough to be an attack.
    private static final String[] CIPHER_SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    /// RFC 1035; a longer name is none of ours.
    private static final int MAX_HOST_NAME = 255;

    private final Certificate selfSigned;
    private final Certificates certificates;
    private final SSLContext context;
    private final SSLParameters parameters;

    /// Makes the self-signed certificate that is served until, and where, there is no other.
    public TlsTerminator(TlsSettings settings) {
        this.selfSigned = SelfSigned.certificate(Instant.now());
        this.certificates = new Certificates(new CertificateTable(TlsTable.EMPTY, selfSigned));
        this.context = context(certificates);
        this.parameters = parameters(context, settings);
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

    private static SSLParameters parameters(SSLContext context, TlsSettings settings) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(settings.minimumVersion().protocols());
        parameters.setCipherSuites(CIPHER_SUITES);
        parameters.setUseCipherSuitesOrder(false);
        parameters.setApplicationProtocols(settings.applicationProtocols().toArray(String[]::new));
        parameters.setSNIMatchers(List.of(new EveryName()));
        return parameters;
    }

    /// Makes the table the one that handshakes use from now on. Open connections go on.
    public void apply(TlsTable table) {
        if (!certificates.table().source().equals(table)) {
            certificates.replace(new CertificateTable(table, selfSigned));
        }
    }

    /// The first handler of a new connection.
    ///
    /// It replaces itself by an `SslHandler` once the client has named a host, and the pipeline
    /// hears of the end of the handshake by an `SslHandshakeCompletionEvent`. A connection whose
    /// handshake fails is closed, with or without that event. One whose handshake does not end
    /// waits until its owner closes it.
    public ChannelHandler newHandler(ByteBufAllocator allocator) {
        return new SniGate(new Names());
    }

    /// Whether the certificate that a client gets who names `serverName` is one for `host`, too.
    public boolean isCertified(String serverName, String host) {
        return certificates.table().isCertified(serverName, host);
    }

    private SslHandler sslHandler(@Nullable String name) {
        SSLEngine engine = context.createSSLEngine(name, 0);
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private final class Names implements SniGate.Inside {

        @Override
        public boolean accepts(@Nullable String name) {
            return certificates.table().accepts(sane(name));
        }

        @Override
        public SslHandler handler(@Nullable String name) {
            return sslHandler(sane(name));
        }

        private static @Nullable String sane(@Nullable String name) {
            return name == null || name.length() > MAX_HOST_NAME ? null : name;
        }
    }

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

    @Override
    public void collect(MetricVisitor visitor) {
        visitor.counter(
                "sekisho_tls_full_handshakes_total",
                "TLS handshakes in which a certificate was shown; resumed ones show none",
                List.of(),
                (double) certificates.fullHandshakes());
        CertificateMetrics.collect(certificates.table().source(), visitor);
    }
}
