package dev.sekisho.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.http2.Glitches.Verdict;
import org.junit.jupiter.api.Test;

class GlitchesTest {

    private static int untilHard(Oddity oddity) {
        Glitches glitches = new Glitches();
        int count = 1;
        while (glitches.add(oddity, 0) != Verdict.HARD) {
            count++;
        }
        return count;
    }

    @Test
    void threeQuartersAreTheSoftLimit() {
        Glitches glitches = new Glitches();
        for (int i = 1; i < 75; i++) {
            assertThat(glitches.add(Oddity.RAPID_RESET, 0)).isEqualTo(Verdict.FINE);
        }
        for (int i = 75; i < 100; i++) {
            assertThat(glitches.add(Oddity.RAPID_RESET, 0)).isEqualTo(Verdict.SOFT);
        }
        assertThat(glitches.add(Oddity.RAPID_RESET, 0)).isEqualTo(Verdict.HARD);
    }

    @Test
    void noFloodIsLongerThanAllowed() {
        assertThat(untilHard(Oddity.RAPID_RESET)).isLessThanOrEqualTo(100);
        assertThat(untilHard(Oddity.STREAM_ERROR)).isLessThanOrEqualTo(100);
        assertThat(untilHard(Oddity.EMPTY_DATA)).isLessThan(200);
        assertThat(untilHard(Oddity.STEERING)).isLessThan(168);
        assertThat(untilHard(Oddity.PING)).isLessThan(1000);
        assertThat(untilHard(Oddity.SETTINGS)).isLessThan(1000);
    }

    @Test
    void timeForgives() {
        Glitches glitches = new Glitches();
        for (int second = 0; second < 10_000; second++) {
            for (int i = 0; i < 40; i++) {
                assertThat(glitches.add(Oddity.LATE_RESET, 4L * second)).isEqualTo(Verdict.FINE);
            }
        }
    }
}
