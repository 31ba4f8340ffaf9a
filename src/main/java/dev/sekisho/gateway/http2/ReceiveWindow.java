package dev.sekisho.gateway.http2;

/// How much the other side may send, for a stream or for all of them. What was taken is given back
/// in halves, so that there are few frames about it, or when it is as much as is left: others may
/// keep the rest.
final class ReceiveWindow {

    private final FrameOutput output;
    private final int stream;
    private final int size;
    private int left;
    private int taken;

    ReceiveWindow(FrameOutput output, int stream, int size) {
        this.output = output;
        this.stream = stream;
        this.size = size;
        this.left = size;
    }

    /// Whether it may send so much; notes it.
    boolean takes(int bytes) {
        left -= bytes;
        return left >= 0;
    }

    void giveBack(int bytes) {
        taken += bytes;
        if (taken > 0 && (taken >= size / 2 || taken >= left)) {
            output.windowUpdate(stream, taken);
            left += taken;
            taken = 0;
        }
    }
}
