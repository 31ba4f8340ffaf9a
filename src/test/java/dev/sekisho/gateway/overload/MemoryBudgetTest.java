package dev.sekisho.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final FakeResources resources = new FakeResources();
    private final AtomicLong clock = new AtomicLong();
    private final MemoryBudget budget = new MemoryBudget(90, resources, clock::get);

    @Test
    void aContainerThatIsNearlyFullIsAShortage() {
        resources.container(0.89);
        assertThat(isShort()).isFalse();
        resources.container(0.9);
        assertThat(isShort()).isTrue();
    }

    @Test
    void aShortageEndsBelowWhereItBegan() {
        resources.container(0.9);
        assertThat(isShort()).isTrue();
        resources.container(0.86);
        assertThat(isShort()).isTrue();
        resources.container(0.84);
        assertThat(isShort()).isFalse();
    }

    @Test
    void aHeapFullOfGarbageIsNotAShortage() {
        resources.heap(0.97, 0.3);
        assertThat(isShort()).isFalse();
        assertThat(resources.collections()).isOne();
    }

    @Test
    void aHeapThatACollectionLeavesFullIs() {
        resources.heap(0.97, 0.95);
        assertThat(isShort()).isTrue();
    }

    @Test
    void aHeapThatIsCollectedAnywayIsNotStoppedForMore() {
        for (int i = 0; i < 100; i++) {
            resources.heap(i % 9 == 0 ? 0.3 : 0.97, 0.3);
            budget.look();
        }
        assertThat(resources.collections()).isZero();
        assertThat(budget.isShort()).isFalse();
    }

    @Test
    void soonAfterACollectionAFullHeapSaysNothing() {
        resources.heap(0.97, 0.3);
        assertThat(isShort()).isFalse();
        resources.heap(0.97, 0.97);
        assertThat(isShort()).isFalse();
        assertThat(resources.collections()).isOne();

        pass(Duration.ofSeconds(5));
        assertThat(isShort()).isTrue();
    }

    @Test
    void aShortageOfHeapEndsWithTheNextCollectionEvenIfNobodyAllocates() {
        resources.heap(0.97, 0.95);
        assertThat(isShort()).isTrue();
        resources.heap(0.95, 0.2);
        assertThat(isShort()).isTrue();

        pass(Duration.ofSeconds(30));
        assertThat(isShort()).isFalse();
    }

    @Test
    void zeroIsNoWatermark() {
        resources.heap(1, 1).container(1);
        MemoryBudget unlimited = new MemoryBudget(0, resources, clock::get);
        unlimited.look();
        assertThat(unlimited.isShort()).isFalse();
        assertThat(resources.collections()).isZero();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /// Looks for a second.
    private boolean isShort() {
        for (int i = 0; i < 10; i++) {
            budget.look();
        }
        return budget.isShort();
    }
}
