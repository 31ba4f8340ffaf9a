package dev.sekisho.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.status.StatusPlan;
import dev.sekisho.status.StatusUpdate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusQueueTest {

    private static final ObjectRef WEB = ObjectRef.ingress("shop", "web");
    private static final StatusUpdate FIRST = update("192.0.2.1");
    private static final StatusUpdate SECOND = update("192.0.2.2");

    private final StatusQueue queue = new StatusQueue();

    @Test
    void aPlanThatComesWhileAnUpdateIsBeingWrittenDoesNotRepeatIt() throws Exception {
        plan(FIRST);
        assertThat(taken()).isEqualTo(FIRST);

        plan(FIRST);
        queue.done(FIRST);

        assertThat(queue.take(Duration.ZERO)).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void anotherUpdateWaitsUntilTheFirstIsWritten() throws Exception {
        plan(FIRST);
        assertThat(taken()).isEqualTo(FIRST);

        plan(SECOND);
        assertThat(queue.take(Duration.ZERO)).isNull();
        queue.done(FIRST);

        assertThat(taken()).isEqualTo(SECOND);
    }

    @Test
    void whatIsPlannedAsItIsBeingWrittenReplacesWhatWaits() throws Exception {
        plan(FIRST);
        assertThat(taken()).isEqualTo(FIRST);

        plan(SECOND);
        plan(FIRST);
        queue.done(FIRST);

        assertThat(queue.take(Duration.ZERO)).isNull();
    }

    @Test
    void anUpdateThatFailedComesBack() throws Exception {
        plan(FIRST);
        assertThat(taken()).isEqualTo(FIRST);

        plan(FIRST);
        queue.failed(FIRST, Duration.ZERO);

        assertThat(taken()).isEqualTo(FIRST);
    }

    private @Nullable StatusUpdate taken() throws InterruptedException {
        return queue.take(Duration.ofSeconds(5));
    }

    private void plan(StatusUpdate update) {
        queue.replace(new StatusPlan(List.of(update), List.of(WEB)));
    }

    private static StatusUpdate update(String ip) {
        return new StatusUpdate(WEB, List.of(), List.of(new PublishedAddress.Ip(ip)));
    }
}
