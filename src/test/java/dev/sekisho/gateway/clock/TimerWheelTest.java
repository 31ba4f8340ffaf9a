package dev.sekisho.gateway.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private final TimerWheel wheel = new TimerWheel();
    private final List<String> expired = new ArrayList<>();

    private Deadline named(String name) {
        return new Deadline(wheel, () -> expired.add(name));
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            wheel.tick();
        }
    }

    @Test
    void expiresOnceWhenDue() {
        named("a").in(3);

        tick(2);
        assertThat(expired).isEmpty();
        tick(1);
        assertThat(expired).containsExactly("a");
        tick(2000);
        assertThat(expired).hasSize(1);
    }

    @Test
    void canBeMovedLaterAndEarlierAndBeyondTheWheel() {
        Deadline deadline = named("a");
        deadline.in(5);
        deadline.in(2000);
        tick(1999);
        assertThat(expired).isEmpty();
        tick(1);
        assertThat(expired).hasSize(1);

        deadline.in(900);
        deadline.in(2);
        tick(2);
        assertThat(expired).hasSize(2);
    }

    @Test
    void canBeClearedSetAgainAndCancelled() {
        Deadline deadline = named("a");
        deadline.in(2);
        deadline.clear();
        tick(3);
        deadline.in(2);
        tick(2);
        assertThat(expired).hasSize(1);

        deadline.in(2);
        deadline.cancel();
        tick(10);
        assertThat(expired).hasSize(1);
    }

    @Test
    void mayCancelOthersOfItsSlotWhileItExpires() {
        Deadline victim = named("victim");
        Deadline killer =
                new Deadline(
                        wheel,
                        () -> {
                            expired.add("killer");
                            victim.cancel();
                        });
        victim.in(3);
        named("other").in(3);
        killer.in(3);

        tick(5);

        assertThat(expired).containsExactlyInAnyOrder("killer", "other");
    }

    @Test
    void neverExpiresEarlyOrForgets() {
        Random random = new Random(7);
        Map<Integer, Long> due = new HashMap<>();
        List<Deadline> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            all.add(
                    new Deadline(
                            wheel, () -> assertThat(due.remove(number)).isEqualTo(wheel.now())));
        }
        for (int step = 0; step < 20_000; step++) {
            int number = random.nextInt(200);
            long ticks = 1L + random.nextInt(1500);
            all.get(number).in(ticks);
            due.put(number, wheel.now() + ticks);
            if (step % 3 == 0) {
                wheel.tick();
            }
        }
        tick(1500);

        assertThat(due).isEmpty();
    }

    @Test
    void roundsUp() {
        assertThat(TimerWheel.ticks(Duration.ofSeconds(1))).isEqualTo(6);
    }

    @Test
    void goesOnAfterOneThatWaitedHasThrown() {
        List<String> heard = new ArrayList<>();
        TimerWheel wheel = new TimerWheel(bug -> heard.add(String.valueOf(bug.getMessage())));
        new Deadline(
                        wheel,
                        () -> {
                            throw new IllegalStateException("bug");
                        })
                .in(1);
        new Deadline(wheel, () -> heard.add("in time")).in(1);

        wheel.tick();

        assertThat(heard).containsExactlyInAnyOrder("bug", "in time");
    }
}
