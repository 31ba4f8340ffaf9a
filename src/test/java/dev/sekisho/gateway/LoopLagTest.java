package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.metrics.MetricVisitor.Bucket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopLagTest {

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final LoopLag lag = new LoopLag(loop::add);

    @Test
    void aWaitIsCountedWhereItBelongs() {
        lag.record(TimeUnit.MICROSECONDS.toNanos(50));
        lag.record(TimeUnit.MICROSECONDS.toNanos(51));
        lag.record(TimeUnit.SECONDS.toNanos(2));

        assertThat(lag.histogram().buckets())
                .startsWith(new Bucket(0.000_05, 1), new Bucket(0.000_1, 1))
                .endsWith(new Bucket(Double.POSITIVE_INFINITY, 1));
        assertThat(lag.histogram().sum()).isEqualTo(2.000_101);
    }

    @Test
    void theLongestIsThatSinceTheLastScrape() {
        lag.record(TimeUnit.SECONDS.toNanos(3));
        lag.record(TimeUnit.SECONDS.toNanos(1));
        assertThat(lag.takeLongestSeconds()).isEqualTo(3);
        assertThat(lag.takeLongestSeconds()).isZero();
    }

    @Test
    void aLoopThatHangsIsSeenWhileItHangs() {
        lag.probe();
        lag.probe();
        assertThat(loop).hasSize(1);
        assertThat(lag.takeLongestSeconds()).isPositive();

        loop.remove().run();
        lag.probe();
        assertThat(loop).hasSize(1);
    }
}
