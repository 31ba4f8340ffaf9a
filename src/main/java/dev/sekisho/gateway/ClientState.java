package dev.sekisho.gateway;

/// What a client's connection is at.
enum ClientState {
    /// Between two requests.
    IDLE,
    /// A head has begun.
    HEAD,
    /// A request is being served.
    BUSY,
    /// The last response is on its way; input is dropped.
    CLOSING
}
