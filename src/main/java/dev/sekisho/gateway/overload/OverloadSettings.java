package dev.sekisho.gateway.overload;

/// How much is too much.
///
/// The numbers of client connections are caps, of all listeners and of each. `memoryPercent` is the
/// share of any limit of memory from which on requests are refused. Each is `UNLIMITED` for none.
public record OverloadSettings(
        int connections, int httpConnections, int httpsConnections, int memoryPercent) {

    /// No such limit.
    public static final int UNLIMITED = 0;

    public static final OverloadSettings DEFAULT =
            new OverloadSettings(UNLIMITED, UNLIMITED, UNLIMITED, 95);
}
