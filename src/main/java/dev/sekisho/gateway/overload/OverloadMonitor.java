package dev.sekisho.gateway.overload;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks ten times a second at what is left, says so in one flag each, and asks for relief.
///
/// A shortage ends below a lower mark than it began at, so that it does not come and go.
public final class OverloadMonitor implements MetricSource, AutoCloseable {

    private static final long PERIOD_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration END = Duration.ofSeconds(1);

    private final Relief relief;
    private final DescriptorBudget descriptors;
    private final MemoryBudget memory;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    public OverloadMonitor(OverloadSettings settings, Resources resources, Relief relief) {
        this.relief = relief;
        this.descriptors = new DescriptorBudget(resources);
        this.memory = new MemoryBudget(settings.memoryPercent(), resources, System::nanoTime);
    }

    public void start() {
        Thread started = Thread.ofPlatform().daemon().name("overload").unstarted(this::run);
        thread = started;
        started.start();
    }

    private void run() {
        long next = System.nanoTime();
        while (!closed) {
            if (System.nanoTime() - next >= 0) {
                next = System.nanoTime() + PERIOD_NANOS;
                look();
            } else {
                lookAtDescriptors();
            }
            LockSupport.parkNanos(Math.max(1, next - System.nanoTime()));
        }
    }

    void look() {
        descriptors.readLimit();
        lookAtDescriptors();
        memory.look();
        relief.looked();
    }

    private void lookAtDescriptors() {
        // Before the count: what is closed in between must not be asked for twice.
        int promised = relief.promisedDescriptors();
        int excess = descriptors.look(relief.countedDescriptors());
        if (descriptors.isShort()) {
            relief.makeRoom(excess - promised);
        } else {
            relief.reopen();
        }
    }

    /// Whether memory is so short that new requests are refused.
    public boolean refusesRequests() {
        return memory.isShort();
    }

    /// Whether there is more room than is kept for requests that are being served, while the caller
    /// counts so many descriptors itself. A no holds until `Relief.reopen`.
    public boolean hasDescriptors(int counted) {
        if (descriptors.isShort()) {
            return false;
        }
        boolean room = descriptors.hasRoom(counted);
        if (!room) {
            lookNow();
        }
        return room;
    }

    /// Whether something is left of what is kept.
    public boolean hasReserve(int counted) {
        return descriptors.hasReserve(counted);
    }

    /// The last look is not right any more: there are fewer descriptors than it said, or more.
    public void lookNow() {
        Thread looking = thread;
        if (looking != null) {
            LockSupport.unpark(looking);
        }
    }

    @Override
    public void close() {
        closed = true;
        lookNow();
        awaitEnd();
    }

    /// The event loops may be gone soon, and a last look would still send them tasks.
    private void awaitEnd() {
        Thread running = thread;
        try {
            if (running != null) {
                running.join(END);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void collect(MetricVisitor visitor) {
        overloaded(visitor, "descriptors", descriptors.isShort());
        overloaded(visitor, "memory", memory.isShort());
        for (Episode episode : List.of(descriptors.episode(), memory.episode())) {
            visitor.counter(
                    "sekisho_overloads_total",
                    "How often the gateway began to be short of something.",
                    List.of(new Label("resource", episode.resource())),
                    (double) episode.count());
        }
        visitor.gauge(
                "sekisho_descriptors_open",
                "Open file descriptors of the process.",
                List.of(),
                descriptors.open());
        visitor.gauge(
                "sekisho_descriptors_limit",
                "How many file descriptors the process may have open.",
                List.of(),
                descriptors.limit());
        for (MemoryShare share : memory.shares()) {
            visitor.gauge(
                    "sekisho_memory_used_ratio",
                    "Used share of a limit of memory; 0 where there is none.",
                    List.of(new Label("kind", share.kind().text())),
                    share.share());
        }
    }

    private static void overloaded(MetricVisitor visitor, String resource, boolean isShort) {
        visitor.gauge(
                "sekisho_overloaded",
                "Whether the gateway is short of something: 1 or 0.",
                List.of(new Label("resource", resource)),
                isShort ? 1 : 0);
    }
}
