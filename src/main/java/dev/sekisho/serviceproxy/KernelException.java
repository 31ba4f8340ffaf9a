package dev.sekisho.serviceproxy;

/// The kernel, or the program that speaks to it, did not do what was asked. One line says why.
public final class KernelException extends Exception {

    private static final long serialVersionUID = 1;

    public KernelException(String message) {
        super(message);
    }
}
