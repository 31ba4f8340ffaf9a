package dev.sekisho.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long START = Long.MAX_VALUE - 5;

    private final Pace pace = new Pace();

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    @Test
    void theFirstWorkWaitsForNothing() {
        pace.ended(START);

        assertThat(pace.rest(START)).isZero();
    }

    @Test
    void workIsFollowedByARestOfItsLength() {
        pace.began(START);
        pace.ended(START + millis(80));

        assertThat(pace.rest(START + millis(80))).isEqualTo(millis(80));
        assertThat(pace.rest(START + millis(150))).isEqualTo(millis(10));
        assertThat(pace.rest(START + millis(160))).isZero();
    }

    @Test
    void aRestCanBeSkipped() {
        pace.began(START);
        pace.skipRest();
        pace.ended(START + millis(80));

        assertThat(pace.rest(START + millis(80))).isZero();
    }

    @Test
    void noRestIsLongerThanASecond() {
        pace.began(START);
        pace.ended(START + millis(30_000));

        assertThat(pace.rest(START + millis(30_000))).isEqualTo(millis(1000));
    }
}
