package dev.sekisho.cluster;

import java.util.Arrays;

/// The bytes under one key of a Secret, compared by content and never printed.
public final class SecretValue {

    private final byte[] bytes;

    /// Takes the array over; the caller must not touch it again.
    public SecretValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "withheld";
    }
}
