package dev.sekisho.model.http;

/// Whether TLS connections that ask for a host go to its pods as they are, and what a pod is told
/// before the first byte of the client.
public enum Passthrough {
    /// They do not: TLS is ended here.
    NONE,
    /// They do; the pod is told nothing.
    PLAIN,
    /// The pod is told who the client is, by a line of text (PROXY protocol §2.1).
    PROXY_V1,
    /// By a binary header, the server name included (PROXY protocol §2.2).
    PROXY_V2
}
