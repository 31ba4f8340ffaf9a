package dev.sekisho.gateway.http2;

/// What is around the streams of a connection to a pod.
public interface PodOwner {

    /// The pod has said hello: streams may be opened.
    void settled();

    /// The pod takes no more streams; those that are open go on.
    void leaving();

    /// No stream is left open.
    void resting();

    /// The connection is to end once all is sent: `GOAWAY` is written.
    void over();

    /// A ping of ours was answered.
    void alive();

    /// Whether the socket takes more.
    boolean isWritable();

    /// The tick of the clock.
    long now();
}
