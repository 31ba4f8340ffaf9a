package dev.sekisho.gateway.tls;

/// The implementation of TLS that was asked for cannot be loaded. The message is one line.
public final class EngineUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EngineUnavailableException(String message) {
        super(message);
    }
}
