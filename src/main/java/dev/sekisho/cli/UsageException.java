package dev.sekisho.cli;

/// Somebody wrote something that we do not understand; the message says what, where and what was
/// expected.
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
