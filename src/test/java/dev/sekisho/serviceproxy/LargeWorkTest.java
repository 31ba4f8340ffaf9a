package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.service.Transport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What follows work that goes over the whole table, and not steps from one table to the next.
class LargeWorkTest {

    private final AtomicInteger times = new AtomicInteger();
    private final AtomicInteger looksAtFlows = new AtomicInteger();

    private ServiceProxyPlane plane(Duration checkPeriod) {
        return new ServiceProxyPlane(
                new FakeKernel() {
                    @Override
                    public String udpFlows(IpFamily family) {
                        looksAtFlows.incrementAndGet();
                        return "";
                    }
                },
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

            step(plane, Ports.NEAR);
            step(plane, Ports.FAR);

            assertThat(times).hasValue(1);
        }
    }

    /// Wakes the thread that does it, and returns when that is awake.
    private void step(ServiceProxyPlane plane, Endpoint endpoint) {
        var before = looksAtFlows.get();
        var port = Ports.of("dns", Transport.UDP, "10.96.0.10", endpoint);
        plane.apply(Ports.snapshot(Ports.table(port)));
        await().untilAsserted(() -> assertThat(looksAtFlows).hasValueGreaterThan(before));
    }

    @Test
    void itIsOnceForEachCheck() {
        try (var plane = plane(Duration.ofMillis(1))) {
            plane.apply(Ports.snapshot(ServiceTable.EMPTY));

            await().untilAsserted(() -> assertThat(times).hasValueGreaterThan(3));
        }
    }
}
