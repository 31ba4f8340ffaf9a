package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;

/// The client's end of a tunnel: a connection of its own, or a stream of HTTP/2.
interface TunnelClient {

    /// Queues bytes, and takes over one reference to them.
    void write(ByteBuf out);

    void flush();

    /// Whether the client takes less than it is sent. The tunnel hears by `takesMore` when it takes
    /// more.
    boolean isFull();

    /// Begins to watch whether the client takes anything.
    void watch();

    /// Whether the client has taken something since the last look, or owes nothing itself.
    boolean advances();

    /// Lets the client send no more than it may already.
    void pauseReads();

    void resumeReads();

    /// Ends what goes to the client once it is taken. False where the other way cannot stay open
    /// without it.
    boolean endOutput();

    /// Ends both ways once the client has taken what was written. Whether the tunnel is to see to
    /// it that this does not last too long.
    boolean closeAfterWrites();

    /// As `closeAfterWrites`, but the client sees that what it got is not whole.
    boolean cutAfterWrites();

    /// Ends both ways at once, after one of these.
    void cut();

    /// Ends both ways without waiting for what cannot be sent at once.
    void closeNow();
}
