package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TicketKeysTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final TicketKeys keys = new TicketKeys(now::get);

    @Test
    void areTheSameForTwelveHours() {
        long era = keys.era();
        List<byte[]> before = keys.of("a");

        pass(TicketKeys.LIFE.minusNanos(1));

        assertThat(keys.era()).isEqualTo(era);
        assertThat(keys.of("a")).containsExactly(before.getFirst());
        assertThat(before.getFirst()).hasSize(TicketKeys.BYTES);
    }

    @Test
    void openTicketsForTwelveHoursMore() {
        long era = keys.era();
        byte[] before = keys.of("a").getFirst();

        pass(TicketKeys.LIFE);

        assertThat(keys.era()).isNotEqualTo(era);
        assertThat(keys.of("a")).hasSize(2).last().isEqualTo(before);
        assertThat(keys.of("a").getFirst()).isNotEqualTo(before);

        pass(TicketKeys.LIFE);
        keys.era();

        assertThat(keys.of("a")).hasSize(2).doesNotContain(before);
    }

    @Test
    void areAllNewAfterADayWithoutUse() {
        byte[] before = keys.of("a").getFirst();

        pass(Duration.ofHours(25));
        keys.era();

        assertThat(keys.of("a")).hasSize(1).doesNotContain(before);
    }

    @Test
    void areOfNoUseToAnybodyElse() {
        assertThat(keys.of("a").getFirst()).isNotEqualTo(keys.of("b").getFirst());
        assertThat(new TicketKeys(now::get).of("a").getFirst())
                .isNotEqualTo(keys.of("a").getFirst());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
