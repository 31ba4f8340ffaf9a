package dev.sekisho.manifests;

/// Text that is no YAML or JSON, or a file that cannot be read. `line` 0 means the whole file.
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    UnreadableException(int line, String problem) {
        super(problem);
        this.line = line;
    }

    int line() {
        return line;
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
