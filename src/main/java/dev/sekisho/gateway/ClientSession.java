package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;

/// What serves the requests of one connection, in the version of HTTP that it speaks.
interface ClientSession {

    /// TLS is agreed on.
    void secured();

    /// Takes what was read, and one reference to it.
    void received(ByteBuf in);

    /// All that could be read at once was handed over.
    void readComplete();

    /// The client has taken so much that more may be written.
    void takesMore();

    /// The client has ended its side.
    void inputEnded();

    /// The connection is gone.
    void gone();

    /// The connection is gone, and was not ended in order.
    default void broken() {
        gone();
    }

    /// Whether it was idle, and now closes. One that has more to say first begins with that.
    boolean closeIfIdle();

    /// Whether it waited for a request, or for the rest of a head, and now closes.
    boolean closeIfWaiting();

    /// Closes whatever is under way; a response that has begun must not look whole.
    void closeNow();
}
