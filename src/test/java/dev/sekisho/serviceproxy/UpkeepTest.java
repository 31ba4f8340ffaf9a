package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UpkeepTest {

    private static final long START = Long.MAX_VALUE - 5;

    private final Upkeep upkeep = new Upkeep(START);

    private static long at(int seconds) {
        return START + nanos(seconds);
    }

    private static long nanos(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void nothingIsDueWithoutWork() {
        assertThat(upkeep.take(at(1000))).isFalse();
        assertThat(upkeep.pause(START, nanos(300))).isEqualTo(nanos(300));
    }

    @Test
    void largeWorkIsFollowedAtOnceAndOnce() {
        upkeep.largeWork(START);
        upkeep.change(START);

        assertThat(upkeep.pause(START, nanos(300))).isZero();
        assertThat(upkeep.take(START)).isTrue();
        assertThat(upkeep.take(at(1000))).isFalse();
    }

    @Test
    void aChangeIsFollowedOnceNoneComes() {
        upkeep.change(START);
        upkeep.change(at(9));

        assertThat(upkeep.pause(at(9), nanos(300))).isEqualTo(nanos(10));
        assertThat(upkeep.take(at(18))).isFalse();
        assertThat(upkeep.take(at(19))).isTrue();
    }

    @Test
    void changesAreNotFollowedMoreOftenThanOnceInAMinute() {
        upkeep.largeWork(START);
        upkeep.take(START);
        upkeep.change(at(1));

        assertThat(upkeep.take(at(59))).isFalse();
        assertThat(upkeep.take(at(60))).isTrue();
    }
}
