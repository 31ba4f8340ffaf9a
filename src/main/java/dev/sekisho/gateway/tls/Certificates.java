package dev.sekisho.gateway.tls;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// The JDK engine's way to the certificate table: asked in every full handshake, so that a new
/// table takes effect with the next connection and disturbs no open one.
final class Certificates extends EngineKeyManager {

    private static final String NO_CIPHER_YET = "SSL_NULL_WITH_NULL_NULL";

    private final AtomicLong fullHandshakes = new AtomicLong();
    private volatile CertificateTable table;
    private volatile CertificateTable previous;

    Certificates(CertificateTable table) {
        this.table = table;
        this.previous = table;
    }

    CertificateTable table() {
        return table;
    }

    void replace(CertificateTable newer) {
        previous = table;
        table = newer;
    }

    /// How often a certificate was shown; resumed sessions show none.
    long fullHandshakes() {
        return fullHandshakes.get();
    }

    /// Picks by the server name, which is the engine's peer host.
    ///
    /// Also asked when a session ticket is opened, before there is a handshake session: a session
    /// is resumed only if this picks the certificate that it was made with.
    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        if (isRenegotiation(engine)) {
            return null;
        }
        ServedCertificate chosen = table.choose(engine.getPeerHost(), keyType);
        if (chosen == null) {
            return null;
        }
        if (engine.getHandshakeSession() != null) {
            fullHandshakes.incrementAndGet();
        }
        return chosen.alias();
    }

    /// A client may ask for a costly handshake again and again on one connection; it gets none.
    private static boolean isRenegotiation(SSLEngine engine) {
        return !engine.getSession().getCipherSuite().equals(NO_CIPHER_YET);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        ServedCertificate certificate = withAlias(alias);
        return certificate == null ? null : certificate.key();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        ServedCertificate certificate = withAlias(alias);
        return certificate == null ? null : certificate.chain();
    }

    /// The table may have been replaced since the alias was chosen, a moment ago.
    private @Nullable ServedCertificate withAlias(String alias) {
        ServedCertificate certificate = table.withAlias(alias);
        return certificate != null ? certificate : previous.withAlias(alias);
    }
}
