package dev.sekisho.model;

/// That connections to the pods of a backend are encrypted, and how.
///
/// `serverName` is the name that is sent as SNI and that the pod has to prove; empty for neither.
public record BackendTls(String serverName) implements Comparable<BackendTls> {

    public static final BackendTls UNVERIFIED = new BackendTls("");

    @Override
    public int compareTo(BackendTls other) {
        return serverName.compareTo(other.serverName);
    }
}
