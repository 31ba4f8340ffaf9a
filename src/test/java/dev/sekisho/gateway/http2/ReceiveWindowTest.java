package dev.sekisho.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the other side may send is given back in few frames, and never holds it up.
class ReceiveWindowTest {

    private static final int SIZE = 1000;
    private static final int INCREMENT_AT = 9;

    private final List<Integer> updates = new ArrayList<>();
    private final FrameOutput output =
            new FrameOutput(UnpooledByteBufAllocator.DEFAULT, this::sent);
    private final ReceiveWindow window = new ReceiveWindow(output, 0, SIZE);

    private void sent(ByteBuf frame) {
        updates.add(frame.getInt(INCREMENT_AT));
        frame.release();
    }

    private void giveBack(int bytes) {
        window.giveBack(bytes);
        output.gathered();
    }

    @Test
    void itIsGivenBackInHalves() {
        assertThat(window.takes(400)).isTrue();
        giveBack(400);
        assertThat(updates).isEmpty();
        assertThat(window.takes(100)).isTrue();
        giveBack(100);
        assertThat(updates).containsExactly(500);
    }

    @Test
    void asMuchAsIsLeftIsGivenBackWhereOthersKeepTheRest() {
        assertThat(window.takes(900)).isTrue();
        giveBack(99);
        assertThat(updates).isEmpty();
        giveBack(1);
        assertThat(updates).containsExactly(100);
    }

    /// RFC 9113 6.9: an increment of nothing is an error.
    @Test
    void nothingIsNotGivenBack() {
        assertThat(window.takes(SIZE)).isTrue();
        giveBack(0);
        assertThat(updates).isEmpty();
    }

    @Test
    void moreThanIsLeftIsTooMuch() {
        assertThat(window.takes(SIZE)).isTrue();
        assertThat(window.takes(1)).isFalse();
    }
}
