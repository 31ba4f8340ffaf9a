package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsVersion;
import java.util.List;
import javax.net.ssl.SSLSession;

/// What a handshake has agreed on with a client.
public record Agreement(ClientIdentity client, SSLSession session) {

    private static final String NEWEST = "TLSv1.3";

    /// Whether that is what a host asks for: its policy may not be the one of the handshake.
    public boolean keeps(TlsPolicy policy) {
        return (!policy.asksForCertificates() || policy.clients().equals(client.asked()))
                && (session.getProtocol().equals(NEWEST) || keepsOlder(policy));
    }

    private boolean keepsOlder(TlsPolicy policy) {
        List<String> suites = policy.cipherSuites();
        return policy.minimumVersion() == TlsVersion.TLS_1_2
                && (suites.isEmpty() || suites.contains(session.getCipherSuite()));
    }
}
