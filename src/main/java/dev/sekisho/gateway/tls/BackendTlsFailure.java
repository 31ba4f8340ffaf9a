package dev.sekisho.gateway.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why TLS with a pod came to nothing: the word in the access log and in the metric.
public enum BackendTlsFailure {
    /// No authority that is trusted has issued its certificate.
    UNTRUSTED,
    /// Its certificate, or one that vouches for it, has expired or is not valid yet.
    EXPIRED,
    /// Its certificate is for other names.
    NAME,
    /// There is no version, cipher or application protocol that both sides speak.
    PROTOCOL,
    /// It answered with something that is not TLS.
    PLAINTEXT,
    /// It refused us: most of the time because it wants a certificate, or another one.
    REFUSED,
    /// It closed the connection during the handshake.
    CLOSED,
    /// The handshake was not over in the time for a connect.
    TIMEOUT,
    /// What we were given to authenticate with cannot be used, or anything else.
    OTHER;

    private static final int DEEPEST = 16;

    /// As it stands in a metric.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What an exception of an engine says. Their texts are the only sign of an alert.
    static BackendTlsFailure of(Throwable thrown) {
        Throwable cause = thrown;
        BackendTlsFailure found = null;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            BackendTlsFailure known = known(cause);
            found = known == null ? found : known;
            for (Throwable suppressed : cause.getSuppressed()) {
                BackendTlsFailure hidden = known(suppressed);
                found = found == null ? hidden : found;
            }
            cause = cause.getCause();
        }
        return found == null ? OTHER : found;
    }

    private static @Nullable BackendTlsFailure known(Throwable cause) {
        return switch (cause) {
            case UnprovenPodException unproven -> unproven.failure();
            case CertificateException _ -> UNTRUSTED;
            case NotSslRecordException _ -> PLAINTEXT;
            case java.nio.channels.ClosedChannelException _ -> CLOSED;
            case SSLException spoken -> said(String.valueOf(spoken.getMessage()));
            case java.io.IOException _ -> CLOSED;
            default -> null;
        };
    }

    private static @Nullable BackendTlsFailure said(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (contains(
                lower,
                "protocol_version",
                "no_application_protocol",
                "unsupported_protocol",
                "insufficient_security",
                "is not accepted by client",
                "wrong_version_number")) {
            return PROTOCOL;
        }
        if (lower.contains("alert")) {
            return REFUSED;
        }
        return null;
    }

    private static boolean contains(String text, String... words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
