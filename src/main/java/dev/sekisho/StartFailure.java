package dev.sekisho;

/// The gateway cannot start, for a reason that whoever started it can change: one line, exit code
/// 1.
final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartFailure(String message) {
        super(message);
    }
}
