package dev.sekisho.gateway.observe;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The access log: rings filled by the event loops, emptied by one thread.
///
/// Where the output cannot keep up, lines are dropped and counted; a request never waits for it.
public final class AccessLog implements MetricSource, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AccessLog.class);
    private static final int RING_BYTES = 1 << 20;
    private static final long BATCH_NANOS = Duration.ofMillis(10).toNanos();
    private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final AccessLogFormat format;
    private final OutputStream out;
    private final int ringBytes;
    private final List<LoopLog> loops = new CopyOnWriteArrayList<>();
    private final @Nullable Thread writer;
    private volatile boolean closed;
    private final AtomicLong failures = new AtomicLong();

    /// Writes to standard output.
    public static AccessLog toStandardOutput(AccessLogFormat format) {
        return new AccessLog(format, new FileOutputStream(FileDescriptor.out), RING_BYTES);
    }

    public static AccessLog off() {
        return new AccessLog(AccessLogFormat.OFF, OutputStream.nullOutputStream(), 1);
    }

    /// `ringBytes`, a power of two, is how much may wait for `out` on each event loop.
    public AccessLog(AccessLogFormat format, OutputStream out, int ringBytes) {
        this.format = format;
        this.out = out;
        this.ringBytes = ringBytes;
        this.writer =
                format == AccessLogFormat.OFF
                        ? null
                        : Thread.ofPlatform().daemon().name("access-log").start(this::run);
    }

    /// One more event loop's side; null when off.
    @Nullable LoopLog forLoop() {
        LineFormat lines =
                switch (format) {
                    case JSON -> new JsonLines();
                    case UPSTREAMINFO -> new UpstreamInfoLines();
                    case OFF -> null;
                };
        if (lines == null) {
            return null;
        }
        LoopLog log = new LoopLog(lines, new ByteRing(ringBytes), this::wake);
        loops.add(log);
        return log;
    }

    private void wake() {
        LockSupport.unpark(writer);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, drain() ? BATCH_NANOS : IDLE_NANOS);
        }
        drain();
    }

    /// Whether there was anything to write.
    private boolean drain() {
        boolean any = false;
        for (LoopLog loop : loops) {
            any |= drain(loop.ring());
        }
        return any;
    }

    private boolean drain(ByteRing ring) {
        try {
            return ring.drainTo(out) > 0;
        } catch (IOException e) {
            if (failures.getAndIncrement() == 0) {
                LOG.warnf("access log: lines are lost, writing failed: %s", e.getMessage());
            }
            return true;
        }
    }

    @Override
    public void collect(MetricVisitor visitor) {
        long dropped = loops.stream().mapToLong(LoopLog::dropped).sum();
        visitor.counter(
                "sekisho_access_log_dropped",
                "Access log lines dropped because the output was too slow",
                List.of(),
                (double) dropped);
        visitor.counter(
                "sekisho_access_log_write_failures",
                "Failed writes of access log lines",
                List.of(),
                (double) failures.get());
    }

    /// Writes what is waiting and ends the thread, within two seconds; the output stays open.
    @Override
    public void close() {
        closed = true;
        if (writer == null) {
            return;
        }
        wake();
        try {
            if (!writer.join(CLOSE_PATIENCE)) {
                LOG.warn("access log: the output is stuck, the last lines are lost");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
