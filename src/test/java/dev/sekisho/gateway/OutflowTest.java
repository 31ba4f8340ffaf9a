package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whether a client takes what is written: nothing of it leaves unless the test says so.
class OutflowTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Outflow outflow = new Outflow(channel);

    @AfterEach
    void close() {
        channel.flush();
        channel.finishAndReleaseAll();
    }

    private void write(int bytes) {
        outflow.write(Unpooled.buffer().writeZero(bytes));
    }

    private void takeOne() {
        channel.unsafe().outboundBuffer().addFlush();
        channel.unsafe().outboundBuffer().remove();
    }

    @Test
    void aClientThatTakesNothingFromTheBeginningDoesNotAdvance() {
        write(100);
        outflow.watch();
        assertThat(outflow.advances()).isFalse();
    }

    @Test
    void aClientThatTakesSomethingAdvancesOnce() {
        write(100);
        write(100);
        outflow.watch();
        takeOne();
        assertThat(outflow.advances()).isTrue();
        assertThat(outflow.advances()).isFalse();
    }

    @Test
    void whatIsWrittenMeanwhileDoesNotHideWhatIsTaken() {
        write(100);
        write(100);
        outflow.watch();
        write(500);
        assertThat(outflow.advances()).isFalse();
        write(500);
        takeOne();
        assertThat(outflow.advances()).isTrue();
    }

    @Test
    void aClientThatHasEverythingIsNotWaitedFor() {
        write(100);
        outflow.watch();
        takeOne();
        assertThat(outflow.advances()).isFalse();
    }
}
