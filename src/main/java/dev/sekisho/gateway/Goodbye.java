package dev.sekisho.gateway;

import dev.sekisho.gateway.upgrade.FrameBounds;
import io.netty.buffer.ByteBuf;

/// The close frames by which both sides of a WebSocket hear that we end service (1001, going away),
/// and whether there is a place for them.
final class Goodbye {

    static final byte[] TO_CLIENT = {(byte) 0x88, 2, 3, (byte) 0xe9};

    /// As clients must, masked; by a mask that changes nothing.
    static final byte[] TO_POD = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe9};

    private final FrameBounds fromClient = new FrameBounds();
    private final FrameBounds fromPod = new FrameBounds();

    void fromClient(ByteBuf in) {
        fromClient.pass(in);
    }

    void fromPod(ByteBuf in) {
        fromPod.pass(in);
    }

    boolean fitsToClient() {
        return fromPod.isBetweenFrames();
    }

    boolean fitsToPod() {
        return fromClient.isBetweenFrames();
    }
}
