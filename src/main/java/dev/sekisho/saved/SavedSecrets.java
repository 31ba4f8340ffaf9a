package dev.sekisho.saved;

/// Whether the content of Secrets is saved.
public enum SavedSecrets {
    /// It is; the folder had better be in memory.
    KEPT,
    /// It is not: hosts are served with the default certificate until the API server is back.
    OMITTED
}
