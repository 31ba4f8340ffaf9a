package dev.sekisho.gateway.http1;

/// Knows which unusual paths a host serves. Asked only about a path that is unusual.
public interface PathTolerance {

    /// The bits of `PathOddity` that the host at that place serves; 0 for none.
    int allowed(byte[] bytes, int hostStart, int hostEnd);
}
