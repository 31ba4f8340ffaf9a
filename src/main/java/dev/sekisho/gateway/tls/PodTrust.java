package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.Authorities;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Believes a pod whose certificate comes from one of some authorities and is for the name that the
/// engine calls its peer; or, without authorities, every pod.
///
/// The JDK's own check of names would be content with the address of the pod, too, and BoringSSL's
/// engine has none: so it is done here, for both alike. Revocation is not looked up: that would
/// take a connection to somebody else.
final class PodTrust extends X509ExtendedTrustManager {

    /// Stands for key exchanges that ask the certificate for a signature: all that we speak.
    private static final String BY_SIGNATURE = "UNKNOWN";

    private static final int DEEPEST = 16;

    private final List<X509Certificate> known;
    private final @Nullable X509TrustManager issuers;

    private PodTrust(List<X509Certificate> known, @Nullable X509TrustManager issuers) {
        this.known = known;
        this.issuers = issuers;
    }

    static PodTrust in(Optional<Authorities> authorities) {
        List<X509Certificate> known = authorities.map(Authorities::certificates).orElse(List.of());
        return new PodTrust(known, authorities.isEmpty() ? null : issuers(known));
    }

    private static X509TrustManager issuers(List<X509Certificate> trusted) {
        Set<TrustAnchor> anchors = new HashSet<>();
        trusted.forEach(each -> anchors.add(new TrustAnchor(each, null)));
        try {
            PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, new X509CertSelector());
            path.setRevocationEnabled(false);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(path));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager found) {
                    return found;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot build certificate paths", e);
        }
        throw new IllegalStateException("this Java runtime has no trust manager for X.509");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        if (issuers != null) {
            checkIssuer(issuers, chain);
            checkIssuerNow(chain);
            checkName(chain[0], engine.getPeerHost());
        }
    }

    private static void checkIssuer(X509TrustManager issuers, X509Certificate[] chain)
            throws CertificateException {
        try {
            // A certificate that is trusted by itself is not looked at any further by the JDK.
            chain[0].checkValidity();
            issuers.checkServerTrusted(chain, BY_SIGNATURE);
        } catch (CertificateException refused) {
            throw new UnprovenPodException(
                    isOfTime(refused) ? BackendTlsFailure.EXPIRED : BackendTlsFailure.UNTRUSTED,
                    String.valueOf(refused.getMessage()));
        }
    }

    /// The JDK does not ask for the time of a trusted certificate. What was vouched for, but is not
    /// by those whose time it is, was so by one whose time it is not.
    private void checkIssuerNow(X509Certificate[] chain) throws CertificateException {
        List<X509Certificate> current = known.stream().filter(Validity::isNow).toList();
        if (current.size() == known.size()) {
            return;
        }
        try {
            if (current.isEmpty()) {
                throw new CertificateException("the authority's time is over, or to come");
            }
            issuers(current).checkServerTrusted(chain, BY_SIGNATURE);
        } catch (CertificateException refused) {
            throw new UnprovenPodException(
                    BackendTlsFailure.EXPIRED, String.valueOf(refused.getMessage()));
        }
    }

    private static boolean isOfTime(Throwable refused) {
        Throwable cause = refused;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException
                    || (cause instanceof CertPathValidatorException path
                            && (path.getReason() == BasicReason.EXPIRED
                                    || path.getReason() == BasicReason.NOT_YET_VALID))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static void checkName(X509Certificate leaf, @Nullable String name)
            throws CertificateException {
        if (name == null || !ProvenNames.include(leaf, name)) {
            throw new UnprovenPodException(
                    BackendTlsFailure.NAME, "the certificate is not for " + name);
        }
    }

    /// Without an engine nobody says which name is meant.
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("no name to check");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("no name to check");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("we are the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("we are the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("we are the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
