package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// A pod's bytes are the same head however they are split, and the lines that are passed on are one
/// head again.
public final class ResponseHeadFuzz {

    private static final int[] SIZES = {1, 2, 3, 7, 16, 61};

    private ResponseHeadFuzz() {}

    /// What was read: the outcome, what framing it announces, and its lines.
    private record Outcome(Progress progress, int used, String framing, String lines) {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Outcome whole = read(input, input.length);
        for (int size : SIZES) {
            Outcome split = read(input, size);
            Claims.same("in pieces of " + size, whole, split);
        }
        if (whole.progress == Progress.COMPLETE) {
            byte[] lines = whole.lines.getBytes(StandardCharsets.ISO_8859_1);
            Claims.same("the lines alone", whole.lines, read(lines, lines.length).lines);
            Claims.that("no line break of another kind", isClean(whole.lines));
        }
    }

    private static boolean isClean(String lines) {
        String rest = lines.replace("\r\n", "");
        return rest.indexOf('\r') < 0 && rest.indexOf('\n') < 0 && rest.indexOf('\0') < 0;
    }

    private static Outcome read(byte[] input, int size) {
        ResponseHead head = new ResponseHead(HeadLimits.DEFAULT);
        Progress progress = Progress.MORE;
        int at = 0;
        while (at < input.length && progress == Progress.MORE) {
            int end = Math.min(input.length, at + size);
            ByteBuf in = Unpooled.copiedBuffer(input, at, end - at);
            progress = head.parse(in);
            at = end - in.readableBytes();
            in.release();
        }
        if (progress != Progress.COMPLETE) {
            return new Outcome(progress, 0, "", "");
        }
        HeadBounds.check(head);
        Claims.that("a status", head.status() >= 100 && head.status() < 600);
        Claims.that("one framing", !head.isChunked() || head.contentLength() < 0);
        return new Outcome(progress, at, framing(head), lines(head));
    }

    private static String framing(ResponseHead head) {
        return head.status()
                + " "
                + head.contentLength()
                + " "
                + head.isChunked()
                + " "
                + head.isKeepAlive();
    }

    private static String lines(ResponseHead head) {
        StringBuilder lines = new StringBuilder(text(head, 0, head.lineEnd()));
        for (int i = 0; i < head.fieldCount(); i++) {
            lines.append(text(head, head.fieldStart(i), head.fieldEnd(i)));
        }
        return lines.append("\r\n").toString();
    }

    private static String text(ResponseHead head, int start, int end) {
        return new String(head.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }
}
