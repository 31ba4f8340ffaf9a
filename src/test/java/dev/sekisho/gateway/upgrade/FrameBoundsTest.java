package dev.sekisho.gateway.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where frames end, whatever pieces they come in (RFC 6455 5.2).
class FrameBoundsTest {

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    private static byte[] frame(int first, int mask, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (length < 126) {
            out.write(mask | length);
        } else if (length < 65_536) {
            out.write(mask | 126);
            big(out, length, 2);
        } else {
            out.write(mask | 127);
            big(out, length, 8);
        }
        out.writeBytes(new byte[length + (mask == 0 ? 0 : 4)]);
        return out.toByteArray();
    }

    private static void big(ByteArrayOutputStream out, long number, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (number >> (8 * i)));
        }
    }

    private static void pass(FrameBounds bounds, byte[] bytes, int from, int to) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes, from, to - from);
        bounds.pass(in);
        assertThat(in.readableBytes()).isEqualTo(to - from);
    }

    @Test
    void nothingHasBegunAtFirst() {
        assertThat(new FrameBounds().isBetweenFrames()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "125, 0", "126, 0", "65535, 0", "65536, 0"})
    @CsvSource({"0, 128", "1, 128", "125, 128", "126, 128", "65535, 128", "65536, 128"})
    void aFrameEndsWithItsLastByteAndNotBefore(int length, int mask) {
        byte[] frame = frame(TEXT, mask, length);
        FrameBounds bounds = new FrameBounds();
        for (int i = 0; i < frame.length; i++) {
            pass(bounds, frame, i, i + 1);
            assertThat(bounds.isBetweenFrames()).isEqualTo(i == frame.length - 1);
        }
    }

    @Test
    void manyFramesMayComeAtOnce() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int length : new int[] {0, 3, 125, 126, 70_000, 1}) {
            out.writeBytes(frame(TEXT, 128, length));
        }
        byte[] all = out.toByteArray();
        for (int cut : new int[] {1, 7, 130, 140, 70_100, all.length - 1}) {
            FrameBounds bounds = new FrameBounds();
            pass(bounds, all, 0, cut);
            pass(bounds, all, cut, all.length);
            assertThat(bounds.isBetweenFrames()).isTrue();
        }
    }

    @Test
    void nothingFollowsAClose() {
        FrameBounds bounds = new FrameBounds();
        byte[] close = frame(CLOSE, 128, 2);
        pass(bounds, close, 0, close.length);
        pass(bounds, frame(TEXT, 128, 1), 0, 7);

        assertThat(bounds.isBetweenFrames()).isFalse();
    }

    @Test
    void aLengthThatNoFrameHasIsTheEndOfUnderstanding() {
        byte[] absurd = {(byte) TEXT, 127, -1, -1, -1, -1, -1, -1, -1, -1};
        FrameBounds bounds = new FrameBounds();
        pass(bounds, absurd, 0, absurd.length);

        assertThat(bounds.isBetweenFrames()).isFalse();
    }
}
