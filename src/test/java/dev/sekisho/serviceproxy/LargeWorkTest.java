package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.service.ServiceTable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What follows work that goes over the whole table, and not steps from one table to the next.
class LargeWorkTest {

    private final AtomicInteger times = new AtomicInteger();

    private ServiceProxyPlane plane(Duration checkPeriod) {
        return new ServiceProxyPlane(
                new FakeKernel(),
                RuleSettings.DEFAULT,
                _ -> false,
                checkPeriod,
                times::incrementAndGet);
    }

    @Test
    void itIsOnceForTheFirstTableAndNotForSteps() {
        try (var plane = plane(Duration.ofHours(1))) {
            plane.apply(Ports.snapshot(ServiceTable.EMPTY));
            await().untilAsserted(() -> assertThat(times).hasValue(1));

            plane.apply(Ports.snapshot(Ports.table(Ports.tcp("web", "10.96.0.1", Ports.NEAR))));

            assertThat(times).hasValue(1);
        }
    }

    @Test
    void itIsOnceForEachCheck() {
        try (var plane = plane(Duration.ofMillis(1))) {
            plane.apply(Ports.snapshot(ServiceTable.EMPTY));

            await().untilAsserted(() -> assertThat(times).hasValueGreaterThan(3));
        }
    }
}
