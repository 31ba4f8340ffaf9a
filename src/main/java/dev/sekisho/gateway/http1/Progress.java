package dev.sekisho.gateway.http1;

/// How far a parser came with the bytes that it was given.
public enum Progress {
    /// All bytes are taken and more are needed.
    MORE,
    /// The message part is whole; bytes after it are left in the buffer.
    COMPLETE,
    /// A rule is broken.
    REFUSED
}
