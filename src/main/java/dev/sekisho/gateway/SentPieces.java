package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/// The beginning of a body that went to a pod on a stream of HTTP/2, for as long as that is all of
/// it: pods that refuse streams, or leave, do so before they have looked at the request.
final class SentPieces {

    private static final int MOST_BYTES = 16 << 10;
    private static final int MOST_PIECES = 16;

    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(2);
    private int bytes;
    private boolean lost;

    /// Notes a piece that is sent; takes over no reference.
    void add(ByteBuf piece) {
        if (lost) {
            return;
        }
        bytes += piece.readableBytes();
        if (bytes > MOST_BYTES || pieces.size() == MOST_PIECES) {
            giveUp();
        } else {
            pieces.addLast(piece.retainedDuplicate());
        }
    }

    /// Whether everything that was sent is there.
    boolean isWhole() {
        return !lost;
    }

    /// Gives everything away, in its order and before what is there; says how much that is.
    int moveTo(ArrayDeque<ByteBuf> queue) {
        int moved = bytes;
        while (!pieces.isEmpty()) {
            queue.addFirst(pieces.removeLast());
        }
        bytes = 0;
        return moved;
    }

    /// Keeps nothing any more.
    void giveUp() {
        drop();
        lost = true;
    }

    /// Forgets everything.
    void drop() {
        for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            piece.release();
        }
        bytes = 0;
        lost = false;
    }
}
