package dev.sekisho.serviceproxy;

/// The kernel, or the program that speaks to it, did not do what was asked. One line says why.
public final class KernelException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean explained;

    public KernelException(String message) {
        this(message, false);
    }

    private KernelException(String message, boolean explained) {
        super(message);
        this.explained = explained;
    }

    /// One of which it is known what would have helped.
    static KernelException expecting(String expected, String message) {
        return new KernelException(message + " (expected: " + expected + ")", true);
    }

    boolean isExplained() {
        return explained;
    }
}
