package dev.sekisho.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// What an endpoint is expected to cost.
class LatencyTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Latency latency = new Latency();

    @Test
    void anUnknownEndpointIsFreeUntilItHasSomethingToDo() {
        assertThat(latency.cost(0, 0)).isZero();
        assertThat(latency.cost(1, 0)).isGreaterThan((double) SECOND);
    }

    @Test
    void requestsInFlightMultiplyTheCost() {
        latency.observe(10 * MS, 0);

        assertThat(latency.cost(0, 0)).isEqualTo((double) (10 * MS));
        assertThat(latency.cost(4, 0)).isEqualTo((double) (50 * MS));
    }

    @Test
    void aSlowAnswerCountsAtOnceAndIsForgottenSlowly() {
        latency.observe(10 * MS, 0);
        latency.observe(900 * MS, SECOND);
        assertThat(latency.cost(0, SECOND)).isEqualTo((double) (900 * MS));

        latency.observe(10 * MS, 2 * SECOND);
        assertThat(latency.cost(0, 2 * SECOND)).isGreaterThan((double) (700 * MS));
    }

    @Test
    void theCostFallsWithTimeSoThatASlowEndpointIsTriedAgain() {
        latency.observe(1000 * MS, 0);

        assertThat(latency.cost(0, 10 * SECOND)).isCloseTo(368.0 * MS, Offset.offset((double) MS));
    }
}
