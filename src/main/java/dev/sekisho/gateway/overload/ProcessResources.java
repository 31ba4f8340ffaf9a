package dev.sekisho.gateway.overload;

import dev.sekisho.gateway.overload.MemoryShare.Kind;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.nio.file.Path;
import java.util.List;

/// The resources of the process that this runs in.
public final class ProcessResources implements Resources {

    private static final Path PROCESS = Path.of("/proc/self");

    /// Chunks of the pool are not given back: from here on only what is in use in them counts.
    private static final double POOL_IS_LARGE = 0.5;

    private final DescriptorTable descriptors = new DescriptorTable(PROCESS);
    private final ControlGroup container =
            new ControlGroup(PROCESS.resolve("cgroup"), Path.of("/sys/fs/cgroup"));
    private final PooledByteBufAllocator buffers;

    /// `buffers` is where the gateway takes its buffers from.
    public ProcessResources(PooledByteBufAllocator buffers) {
        this.buffers = buffers;
    }

    @Override
    public int descriptorLimit() {
        return descriptors.limit();
    }

    @Override
    public int openDescriptors() {
        return descriptors.open();
    }

    @Override
    public List<MemoryShare> memory() {
        return List.of(
                new MemoryShare(Kind.HEAP, heap()),
                new MemoryShare(Kind.DIRECT, direct()),
                new MemoryShare(Kind.CONTAINER, container.share()));
    }

    private static double heap() {
        Runtime runtime = Runtime.getRuntime();
        return share(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
    }

    private double direct() {
        long limit = PlatformDependent.maxDirectMemory();
        long taken =
                Math.max(PlatformDependent.usedDirectMemory(), buffers.metric().usedDirectMemory());
        double share = share(taken, limit);
        return share < POOL_IS_LARGE ? share : share(buffers.pinnedDirectMemory(), limit);
    }

    private static double share(long used, long limit) {
        return limit <= 0 || limit == Long.MAX_VALUE ? 0 : Math.max(0, used) / (double) limit;
    }

    @Override
    public void collectGarbage() {
        System.gc();
    }
}
