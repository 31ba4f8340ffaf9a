package dev.sekisho.gateway.http1;

import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A chunked body ends at the same byte and holds the same data however it is split, as its own
/// framing passed on says it again, and as a reader written from the grammar has it.
public final class ChunksFuzz {

    private static final int[] SIZES = {1, 2, 3, 5, 16, 61};

    private ChunksFuzz() {}

    /// `rule` is empty unless it is refused; `out` is what would be passed on.
    private record Outcome(Progress progress, String rule, int used, long total, String out) {}

    public static void fuzzerTestOneInput(byte[] input) {
        Outcome data = scan(input, Math.max(1, input.length), Delivery.DATA);
        Outcome framed = scan(input, Math.max(1, input.length), Delivery.FRAMED);
        Claims.same("both deliveries end the same way", data.progress, framed.progress);
        Claims.same("at the same byte", data.used, framed.used);
        for (int size : SIZES) {
            agree(size, data, scan(input, size, Delivery.DATA));
            agree(size, framed, scan(input, size, Delivery.FRAMED));
        }
        if (data.progress == Progress.COMPLETE) {
            Claims.same("the data announced", data.total, (long) data.out.length());
            Claims.same("by the grammar", data.out, decoded(Claims.latin(input)));
            sentOn(data, framed);
        }
    }

    private static void agree(int size, Outcome whole, Outcome split) {
        Claims.same("outcome in pieces of " + size, whole.progress, split.progress);
        Claims.same("rule in pieces of " + size, whole.rule, split.rule);
        if (whole.progress != Progress.REFUSED) {
            Claims.same("bytes in pieces of " + size, whole, split);
        }
    }

    /// What a pod is sent has no extensions, and means to it what it meant to us.
    private static void sentOn(Outcome data, Outcome framed) {
        byte[] sent = framed.out.getBytes(StandardCharsets.ISO_8859_1);
        Outcome again = scan(sent, Math.max(1, sent.length), Delivery.DATA);
        Claims.same("sent on it is whole", Progress.COMPLETE, again.progress);
        Claims.same("to its last byte", sent.length, again.used);
        Claims.same("the same data", data.out, again.out);
        Outcome twice = scan(sent, Math.max(1, sent.length), Delivery.FRAMED);
        Claims.same("sent on twice it stays as it is", framed.out, twice.out);
    }

    private static Outcome scan(byte[] input, int size, Delivery delivery) {
        ChunkScanner scanner = new ChunkScanner(HeadLimits.DEFAULT);
        scanner.start(delivery);
        StringBuilder out = new StringBuilder();
        Progress progress = Progress.MORE;
        int at = 0;
        while (at < input.length && progress == Progress.MORE) {
            int end = Math.min(input.length, at + size);
            ByteBuf in = Unpooled.copiedBuffer(input, at, end - at);
            progress =
                    scanner.scan(
                            in,
                            piece -> {
                                out.append(piece.toString(StandardCharsets.ISO_8859_1));
                                piece.release();
                            });
            at = end - in.readableBytes();
            in.release();
        }
        boolean refused = progress == Progress.REFUSED;
        String rule = refused ? String.valueOf(scanner.rule()) : "";
        return new Outcome(progress, rule, refused ? 0 : at, scanner.total(), out.toString());
    }

    /// The data of a body by RFC 9112 7.1, read in the plainest way; null where it is not one.
    private static @Nullable String decoded(String body) {
        StringBuilder data = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = body.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return null;
            }
            String digits = body.substring(at, lineEnd).split(";", 2)[0];
            if (!digits.matches("[0-9a-fA-F]+")) {
                return null;
            }
            int size = Integer.parseInt(digits.toLowerCase(Locale.ROOT), 16);
            at = lineEnd + 2;
            if (size == 0) {
                return data.toString();
            }
            data.append(body, at, at + size);
            if (!body.startsWith("\r\n", at + size)) {
                return null;
            }
            at += size + 2;
        }
    }
}
