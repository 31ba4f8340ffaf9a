package dev.sekisho.gateway.overload;

import dev.sekisho.gateway.overload.MemoryShare.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// A process that has what a test says.
public final class FakeResources implements Resources {

    private final AtomicInteger collections = new AtomicInteger();
    private volatile int limit = Integer.MAX_VALUE;
    private volatile IntSupplier open = () -> 0;
    private volatile double heap;
    private volatile double afterCollection = 1;
    private volatile double container;

    public FakeResources descriptors(int most, IntSupplier opened) {
        limit = most;
        open = opened;
        return this;
    }

    FakeResources heap(double share, double live) {
        heap = share;
        afterCollection = live;
        return this;
    }

    public FakeResources container(double share) {
        container = share;
        return this;
    }

    int collections() {
        return collections.get();
    }

    @Override
    public int descriptorLimit() {
        return limit;
    }

    @Override
    public int openDescriptors() {
        return open.getAsInt();
    }

    @Override
    public List<MemoryShare> memory() {
        return List.of(
                new MemoryShare(Kind.HEAP, heap), new MemoryShare(Kind.CONTAINER, container));
    }

    @Override
    public void collectGarbage() {
        collections.incrementAndGet();
        heap = Math.min(heap, afterCollection);
    }
}
