package dev.sekisho.gateway.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;

/// The implementations of TLS that this machine can try.
public final class Engines {

    private Engines() {}

    /// The settings for one of them; the test is skipped, with the reason, where it does not load.
    public static TlsSettings settings(EngineChoice engine) {
        if (engine == EngineChoice.OPENSSL) {
            assumeOpenSsl();
        }
        return TlsSettings.DEFAULT.by(engine);
    }

    static void assumeOpenSsl() {
        assumeTrue(
                OpenSsl.isAvailable(),
                () -> "OpenSSL does not load: " + OpenSsl.unavailabilityCause());
    }
}
