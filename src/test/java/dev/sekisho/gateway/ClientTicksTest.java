package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.clock.TimerWheel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When a client is slower than it may be.
class ClientTicksTest {

    private static final long SECOND = 1000 / TimerWheel.TICK_MILLIS;

    private static ClientTicks demanding(long rate) {
        return ClientTicks.of(
                new ClientSettings(
                        ClientTimeouts.DEFAULT,
                        1000,
                        TrustedProxies.NONE,
                        new MinimumRates(rate, rate, Duration.ofSeconds(30))));
    }

    @Test
    void neverBeforeTheWindowIsOver() {
        assertThat(demanding(240).isTooFew(0, 30 * SECOND, 240)).isFalse();
        assertThat(demanding(240).isTooFew(0, 31 * SECOND, 240)).isTrue();
    }

    @Test
    void belowTheRate() {
        assertThat(demanding(240).isTooFew(240 * 40 - 1, 40 * SECOND, 240)).isTrue();
        assertThat(demanding(240).isTooFew(240 * 40, 40 * SECOND, 240)).isFalse();
    }

    @Test
    void neverWithoutARate() {
        assertThat(demanding(0).isTooFew(0, 1000 * SECOND, 0)).isFalse();
    }
}
