package dev.sekisho.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Who counts as alive.
class NodeViewTest {

    private static final Duration VALID = Duration.ofMillis(1200);

    private final NodeView view = new NodeView("own");
    private int signs;

    @Test
    void nobodyIsAliveBeforeWeAre() {
        sign("other", 0);
        assertThat(view.live()).isEmpty();
        sign("own", 0);
        assertThat(view.live().keySet()).containsExactly("other", "own");
    }

    @Test
    void aNodeThatIsSilentForTooLongIsDead() {
        sign("other", 0);
        for (var at = 0; at <= 1000; at += 200) {
            sign("own", at);
        }
        assertThat(view.live().keySet()).containsExactly("other", "own");
        sign("own", 1300);
        assertThat(view.live().keySet()).containsExactly("own");
    }

    @Test
    void theNextToLapseIsOfThoseWhoHaveNot() {
        assertThat(view.untilNextLapse(0)).isEmpty();
        sign("own", 0);
        assertThat(view.untilNextLapse(0)).isEmpty();
        sign("lapsed", 0);
        sign("silent", 400);
        sign("lively", 1200);

        assertThat(view.untilNextLapse(nanos(1300))).hasValue(nanos(300));
    }

    @Test
    void timeStandsStillWhileWeHearNothingOfOurselves() {
        sign("own", 0);
        sign("other", 0);
        assertThat(view.live().keySet()).containsExactly("other", "own");
    }

    @Test
    void afterASilenceOfOursOthersGetMoreTime() {
        sign("own", 0);
        sign("other", 0);
        sign("own", 10_000);
        assertThat(view.live().keySet()).containsExactly("other", "own");
        for (var at = 10_400; at <= 13_600; at += 400) {
            sign("own", at);
        }
        assertThat(view.live().keySet()).containsExactly("own");
    }

    @Test
    void whatIsReadAgainIsNoSignOfLife() {
        view.saw("other", sign("1"), 0);
        view.saw("own", sign("1"), 0);
        view.saw("other", sign("1"), nanos(1000));
        view.saw("own", sign("2"), nanos(1100));
        view.saw("own", sign("3"), nanos(1300));
        assertThat(view.live().keySet()).containsExactly("own");
    }

    @Test
    void whoTakesItsLeaseAwayIsGoneAtOnce() {
        sign("own", 0);
        sign("other", 0);
        view.gone("other");
        assertThat(view.live().keySet()).containsExactly("own");
    }

    private void sign(String node, int millis) {
        view.saw(node, sign("" + signs++), nanos(millis));
    }

    private static NodeView.Sign sign(String renewal) {
        return new NodeView.Sign(renewal, new TreeSet<>(List.of("pool")), VALID);
    }

    private static long nanos(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
