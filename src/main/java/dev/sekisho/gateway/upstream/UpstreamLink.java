package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.tls.BackendTlsFailure;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What one request goes to a pod on: a connection of HTTP/1.1, or a stream of HTTP/2. Used on its
/// loop alone; its user hears what becomes of it.
public interface UpstreamLink {

    /// Whether it, or its connection, has waited in the pool, where it may have been closed unseen.
    boolean isPooled();

    /// Why TLS with the pod came to nothing; null where it did not.
    @Nullable BackendTlsFailure tlsFailure();

    /// Whether the end of the attempt to connect is news: of those that waited for the same
    /// connection only the first to ask is told so.
    boolean isFirstToFail();

    /// Whether it broke, or was not made, because the pod's host is gone.
    boolean isLost();

    /// Counts one more request that is sent.
    void requestStarted();

    /// Queues the head of the request, and takes over one reference to it.
    default void head(ByteBuf head, Following following, Expected expected) {
        write(head);
    }

    /// What follows the head of a request.
    enum Following {
        BODY,
        NOTHING
    }

    /// What the response may have.
    enum Expected {
        BODY,
        HEAD_ONLY
    }

    /// Queues bytes of the body, and takes over one reference to them.
    void write(ByteBuf piece);

    /// Queues the trailers of a body that is sent without the framing of HTTP/1.1: their lines and
    /// the empty one, and takes over one reference to them.
    default void trailers(ByteBuf section) {
        section.release();
    }

    /// A body that is sent without the framing of HTTP/1.1 is whole.
    default void requestEnded() {}

    /// Sends what is queued.
    void flush();

    /// Whether the pod takes more. If not, the user hears when it does.
    boolean isWritable();

    /// Whether something that was written has not left yet.
    boolean hasUnsentBytes();

    void pauseReads();

    void resumeReads();

    /// Ends the wait for the pod in so many ticks.
    void expectIn(long ticks);

    /// Ends the wait for the pod to take what is queued, unless in so many ticks it takes some:
    /// then it has as many again.
    void expectTaken(long ticks);

    /// Lets it wait, because it is us who do not read.
    void expectNothing();

    /// Gives it back at the clean end of a response.
    void release();

    /// As `release`, after a response without the body that it speaks of.
    void releaseLater();

    /// Ends it: nothing more can be read from it safely.
    void discard();
}
