package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DirectMemoryTest {

    private static final long MEBIBYTE = 1 << 20;

    @Test
    void buffersTakeAQuarterOfTheMemory() {
        assertThat(of(256 * MEBIBYTE)).isEqualTo(64 * MEBIBYTE);
    }

    @Test
    void aSmallContainerStillHasWhatLoopsNeed() {
        assertThat(of(32 * MEBIBYTE)).isEqualTo(16 * MEBIBYTE);
    }

    @Test
    void withoutAKnownLimitNettyDecides() {
        assertThat(DirectMemory.of(OptionalLong.empty())).isEmpty();
    }

    private static long of(long memory) {
        return DirectMemory.of(OptionalLong.of(memory)).orElseThrow();
    }
}
