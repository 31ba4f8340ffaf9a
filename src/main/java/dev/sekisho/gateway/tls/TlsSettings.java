package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.TlsVersion;
import java.time.Duration;
import java.util.List;

/// How TLS is spoken on every host.
///
/// A client that offers only protocols that are not among `applicationProtocols` gets the alert
/// `no_application_protocol`; one that offers none speaks HTTP/1. A session can be resumed for
/// `sessionTimeout`, but one of TLS 1.3 by BoringSSL for as long as the keys of tickets live; at
/// most `sessionCacheSize` are remembered, and none by an engine whose tickets hold all of them.
public record TlsSettings(
        EngineChoice engine,
        TlsVersion minimumVersion,
        Duration sessionTimeout,
        int sessionCacheSize,
        List<String> applicationProtocols) {

    public static final TlsSettings DEFAULT =
            new TlsSettings(
                    EngineChoice.AUTO,
                    TlsVersion.TLS_1_2,
                    Duration.ofMinutes(10),
                    20_000,
                    List.of("h2", "http/1.1", "http/1.0"));

    public TlsSettings {
        applicationProtocols = List.copyOf(applicationProtocols);
    }

    /// Without HTTP/2.
    public TlsSettings withoutHttp2() {
        return new TlsSettings(
                engine,
                minimumVersion,
                sessionTimeout,
                sessionCacheSize,
                List.of("http/1.1", "http/1.0"));
    }

    /// By this implementation.
    public TlsSettings by(EngineChoice choice) {
        return new TlsSettings(
                choice, minimumVersion, sessionTimeout, sessionCacheSize, applicationProtocols);
    }
}
