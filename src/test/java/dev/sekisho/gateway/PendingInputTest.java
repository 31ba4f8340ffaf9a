package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What is read of requests that have to wait.
class PendingInputTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final PendingInput pending = new PendingInput(channel);

    private static ByteBuf bytes(int count) {
        return Unpooled.buffer(count).writeZero(count);
    }

    private boolean reads() {
        return channel.config().isAutoRead();
    }

    @Test
    void aLittleIsReadAhead() {
        pending.keep(bytes(PendingInput.AHEAD_BYTES - 1));
        assertThat(reads()).isTrue();

        pending.keep(pending.before(bytes(1)));
        assertThat(reads()).isFalse();

        Objects.requireNonNull(pending.serve()).release();
        assertThat(reads()).isTrue();
    }

    @Test
    void nothingIsReadWhileABodyIsHeld() {
        pending.hold();
        assertThat(reads()).isFalse();

        pending.keep(bytes(1));
        pending.letGo();
        assertThat(reads()).isTrue();
        pending.drop();
    }

    @Test
    void whatComesTooMuchIsTold() {
        pending.keep(bytes(1 << 20));
        assertThat(pending.isTooMuch()).isFalse();

        pending.keep(pending.before(bytes(1)));
        assertThat(pending.isTooMuch()).isTrue();
        pending.drop();
    }

    @Test
    void theOrderIsThatOfTheClient() {
        pending.keep(Unpooled.copiedBuffer("ab", StandardCharsets.US_ASCII));
        for (int i = 0; i < 100; i++) {
            pending.keep(pending.before(Unpooled.copiedBuffer("cd", StandardCharsets.US_ASCII)));
        }
        ByteBuf all = Objects.requireNonNull(pending.serve());
        assertThat(all.toString(StandardCharsets.US_ASCII)).isEqualTo("ab" + "cd".repeat(100));
        all.release();
    }
}
