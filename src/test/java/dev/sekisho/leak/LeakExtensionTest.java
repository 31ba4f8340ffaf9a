package dev.sekisho.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The check on the check: a lost buffer does fail a class, a released one does not.
class LeakExtensionTest {

    private final LeakWatch watch = new LeakWatch();

    @BeforeEach
    void start() {
        watch.start();
        watch.found();
    }

    @Test
    void aLostBufferFails() {
        lose();

        assertThatThrownBy(() -> LeakExtension.assertNothingLost(watch))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 buffers were lost")
                .hasMessageContaining("LeakExtensionTest.lose");
    }

    private static void lose() {
        ByteBuf lost = PooledByteBufAllocator.DEFAULT.directBuffer(64);
        lost.writeByte(1);
    }

    @Test
    void aLostSliceFails() {
        loseSlice();

        assertThatThrownBy(() -> LeakExtension.assertNothingLost(watch))
                .hasMessageContaining("LeakExtensionTest.loseSlice");
    }

    private static void loseSlice() {
        ByteBuf whole = PooledByteBufAllocator.DEFAULT.buffer(64).writeZero(64);
        whole.readRetainedSlice(8).touch();
        whole.release();
    }

    @Test
    void aReleasedBufferPasses() {
        ByteBuf kept = PooledByteBufAllocator.DEFAULT.directBuffer(64);
        kept.writeByte(1);
        kept.release();
        Unpooled.buffer(8).release();

        assertThatCode(() -> LeakExtension.assertNothingLost(watch)).doesNotThrowAnyException();
    }

    @Test
    void everyTestHasTheCheck() {
        assertThat(LeakExtension.isCalled()).isTrue();
    }
}
