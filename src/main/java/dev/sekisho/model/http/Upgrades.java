package dev.sekisho.model.http;

/// To which other protocols a connection may change by `Upgrade`.
public enum Upgrades {
    WEBSOCKET,
    /// To whatever client and pod agree on, but HTTP/2.
    ANY
}
