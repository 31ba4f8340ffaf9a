package dev.sekisho.gateway.body;

/// Why a body cannot be kept.
public enum Shortage {
    /// It is larger than its part of the memory, and there is no folder.
    ROOM,
    /// All bodies together have used up the memory.
    MEMORY,
    /// The folder is full, as far as it may be used, or cannot be written.
    FILES
}
