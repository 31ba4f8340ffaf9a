package dev.sekisho.gateway;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What one event loop has seen of tunnels. Counted on the loop, read by any thread.
final class TunnelCounts {

    /// Who or what ended a tunnel.
    enum End {
        CLIENT,
        POD,
        /// Nothing came from either side for too long.
        IDLE,
        /// One side did not take what was sent to it.
        STALLED,
        /// We ended service.
        SHUTDOWN;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final LongAdder opened = new LongAdder();
    private final LongAdder bytesUp = new LongAdder();
    private final LongAdder bytesDown = new LongAdder();
    private final Map<End, LongAdder> ended = new EnumMap<>(End.class);

    TunnelCounts() {
        for (End end : End.values()) {
            ended.put(end, new LongAdder());
        }
    }

    void open() {
        opened.increment();
    }

    void ended(End end) {
        of(end).increment();
    }

    void up(int bytes) {
        bytesUp.add(bytes);
    }

    void down(int bytes) {
        bytesDown.add(bytes);
    }

    private LongAdder of(End end) {
        return Objects.requireNonNull(ended.get(end));
    }

    long ends(End end) {
        return of(end).sum();
    }

    /// How many are open. What has ended is read first: it was opened before.
    long openNow() {
        long over = 0;
        for (End end : End.values()) {
            over += ends(end);
        }
        return opened.sum() - over;
    }

    long openings() {
        return opened.sum();
    }

    /// Bytes of clients to pods.
    long sumUp() {
        return bytesUp.sum();
    }

    /// Bytes of pods to clients.
    long sumDown() {
        return bytesDown.sum();
    }
}
