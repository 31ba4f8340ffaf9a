package dev.sekisho.leak;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Collects what Netty's leak detector finds: buffers that nobody holds and nobody released.
final class LeakWatch {

    private static final int ROUNDS = 2;
    private static final long PATIENCE_MILLIS = 2000;

    private final ConcurrentLinkedQueue<String> reports = new ConcurrentLinkedQueue<>();

    /// Every buffer is watched from now on, with the places that touched it.
    void start() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> reports.add(type + "\n" + records));
    }

    /// What was lost until now, as far as the garbage collector finds it; forgets it.
    List<String> found() {
        for (int round = 0; round < ROUNDS; round++) {
            collectGarbage();
            // The detector looks for lost buffers when it is given a new one to watch.
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        List<String> found = new ArrayList<>();
        for (String report = reports.poll(); report != null; report = reports.poll()) {
            found.add(report);
        }
        return found;
    }

    /// Returns once the collector has handed on the references to what is gone.
    private static void collectGarbage() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> sentinel = new WeakReference<>(new Object(), queue);
        System.gc();
        try {
            queue.remove(PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sentinel.clear();
    }
}
