package dev.sekisho.gateway.tls;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The implementation of TLS that was asked for, or the one that is there, and why it is this one.
record EngineSelection(Engine engine, String reason) {

    static EngineSelection of(TlsSettings settings, CertificateTable table, LongSupplier nanoTime) {
        if (settings.engine() == EngineChoice.JDK) {
            return new EngineSelection(new JdkEngine(settings, table), "as asked for");
        }
        String obstacle = obstacle();
        if (obstacle == null) {
            return new EngineSelection(
                    new OpenSslEngine(settings, nanoTime),
                    settings.engine() == EngineChoice.OPENSSL ? "as asked for" : "as it loads");
        }
        if (settings.engine() == EngineChoice.OPENSSL) {
            throw new EngineUnavailableException(
                    "the library of OpenSSL cannot be loaded: " + obstacle);
        }
        return new EngineSelection(
                new JdkEngine(settings, table),
                "as the library of OpenSSL cannot be loaded: " + obstacle);
    }

    /// The same implementation towards pods, for at most so many ways of connecting at a time.
    static BackendEngine towardsPods(EngineChoice choice, int mostContexts) {
        boolean openSsl = choice != EngineChoice.JDK && obstacle() == null;
        return openSsl
                ? new OpenSslBackendEngine(mostContexts)
                : new JdkBackendEngine(mostContexts);
    }

    private static @Nullable String obstacle() {
        Throwable obstacle = OpenSslEngine.obstacle();
        return obstacle == null ? null : innermost(obstacle);
    }

    /// The first line of the message that tells most.
    private static String innermost(Throwable obstacle) {
        Throwable cause = obstacle;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /// For the log.
    String text() {
        return engine.title() + ", " + reason;
    }
}
