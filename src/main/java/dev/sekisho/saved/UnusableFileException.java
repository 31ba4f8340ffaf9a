package dev.sekisho.saved;

import java.io.IOException;

/// A file that is there and cannot be used; the message says why, in a few words.
final class UnusableFileException extends IOException {

    private static final long serialVersionUID = 1;

    UnusableFileException(String message) {
        super(message);
    }
}
