package dev.sekisho.gateway.http2;

import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/// One request of ours to a pod, on a connection that others share.
public final class PodStream extends Http2Stream {

    private final PodConnection connection;
    boolean headSeen;
    boolean bodiless;

    PodStream(PodConnection connection, int id, ReceivedBody body) {
        super(connection, id, body);
        this.connection = connection;
    }

    /// The request is one of HEAD.
    public void expectHeadOnly() {
        bodiless = true;
    }

    /// Who hears of the response, if still anybody does.
    @Nullable PodStreamUser hearer() {
        return user() instanceof PodStreamUser hearer ? hearer : null;
    }

    /// Nobody wants the rest of it.
    public void cancel() {
        unserved();
        if (!gone) {
            connection.resetByUs(this, Http2Error.CANCEL);
        }
    }

    /// Bytes of the request that the pod has not taken.
    public int unsentBytes() {
        return queued;
    }

    /// Whether the end of the request was sent.
    public boolean isSent() {
        return sentEnd;
    }

    /// Whether more may be queued before it is looked at who takes it.
    public boolean hasRoom() {
        return !gone && !full && queued < FrameOutput.LARGEST_PAYLOAD;
    }
}
