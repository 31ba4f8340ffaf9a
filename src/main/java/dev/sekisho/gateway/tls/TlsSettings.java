package dev.sekisho.gateway.tls;

import java.time.Duration;

/// How TLS is spoken on every host.
///
/// A session can be resumed for `sessionTimeout`; at most `sessionCacheSize` are remembered.
public record TlsSettings(
        TlsVersion minimumVersion, Duration sessionTimeout, int sessionCacheSize) {

    public static final TlsSettings DEFAULT =
            new TlsSettings(TlsVersion.TLS_1_2, Duration.ofMinutes(10), 20_000);
}
