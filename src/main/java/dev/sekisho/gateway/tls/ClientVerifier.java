package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.ClientCertificates;
import dev.sekisho.model.tls.ClientCertificates.PassedOn;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Judges the certificates of the clients of a host.
///
/// The handshake lets any certificate pass whose key the client has, and this judges it afterwards:
/// so a client is told by an answer what is wrong, and one that resumes a session is judged anew,
/// by the authorities and the time of now. Blocks the event loop for a verification of a signature
/// or two; what a client sends is bounded. Lists of revoked certificates are not looked at.
final class ClientVerifier {

    private static final int MOST_CERTIFICATES = 10;

    /// A field of a request has to hold it.
    private static final int MOST_BYTES = 8 << 10;

    private static final int NO_AUTHORITY = -1;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_AGREEMENT = 4;

    /// RFC 5280 §4.2.1.12: for clients of TLS, and for anything.
    private static final List<String> PURPOSES = List.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private final ClientCertificates asked;

    ClientVerifier(ClientCertificates asked) {
        this.asked = asked;
    }

    /// Who the client of a session is.
    ClientIdentity identity(SSLSession session) {
        X509Certificate[] shown = shown(session);
        if (shown.length == 0) {
            return ClientIdentity.unknown(asked);
        }
        ClientIdentity identity = ClientIdentity.of(asked, verdict(shown), shown[0]);
        return asked.passedOn() == PassedOn.CERTIFICATE && length(shown[0]) <= MOST_BYTES
                ? identity.with(shown[0])
                : identity;
    }

    private static X509Certificate[] shown(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException none) {
            return new X509Certificate[0];
        }
    }

    /// As nginx has it in `$ssl_client_verify`. No text of the client's is in it.
    private String verdict(X509Certificate[] shown) {
        if (shown.length > MOST_CERTIFICATES || length(shown[0]) > MOST_BYTES) {
            return "FAILED:certificate chain too long";
        }
        try {
            shown[0].checkValidity();
            if (!isForClients(shown[0])) {
                return "FAILED:unsupported certificate purpose";
            }
            return isVouchedFor(shown)
                    ? ClientIdentity.SUCCESS
                    : "FAILED:unable to verify the certificate";
        } catch (CertificateExpiredException late) {
            return "FAILED:certificate has expired";
        } catch (CertificateNotYetValidException early) {
            return "FAILED:certificate is not yet valid";
        }
    }

    private static boolean isForClients(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[KEY_AGREEMENT]) {
            return false;
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null || purposes.stream().anyMatch(PURPOSES::contains);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private boolean isVouchedFor(X509Certificate[] shown) {
        Set<TrustAnchor> anchors = anchors(shown[0]);
        if (anchors.isEmpty()) {
            return false;
        }
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(shown[0]);
        try {
            PKIXBuilderParameters wanted = new PKIXBuilderParameters(anchors, leaf);
            wanted.setRevocationEnabled(false);
            wanted.setMaxPathLength(asked.depth());
            var sent = new CollectionCertStoreParameters(List.of(shown));
            wanted.addCertStore(CertStore.getInstance("Collection", sent));
            CertPathBuilder.getInstance("PKIX").build(wanted);
            return true;
        } catch (GeneralSecurityException | RuntimeException bad) {
            return false;
        }
    }

    /// The JDK believes a trusted certificate whatever it says of itself: so one that is no
    /// authority is left out, unless it is the client's own.
    private Set<TrustAnchor> anchors(X509Certificate leaf) {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate known : asked.authorities()) {
            boolean vouches = known.getBasicConstraints() != NO_AUTHORITY || known.equals(leaf);
            if (vouches && Validity.isNow(known)) {
                anchors.add(new TrustAnchor(known, null));
            }
        }
        return anchors;
    }

    private static int length(X509Certificate certificate) {
        try {
            return certificate.getEncoded().length;
        } catch (CertificateEncodingException unreadable) {
            return Integer.MAX_VALUE;
        }
    }
}
