package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkScannerTest {

    private static final String BODY =
            "5;a=b\r\nhello\r\n000A ;x\r\n".replace(" ;", ";")
                    + "0123456789\r\n1\r\n!\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\n\r\n";

    private record Result(Progress progress, @Nullable RequestRule rule, String out, int left) {}

    @Test
    void keepsFramingWithoutExtensionsAndForbiddenTrailers() {
        Result result = scan(Delivery.FRAMED, BODY + "next", BODY.length() + 4);

        assertThat(result.progress()).isEqualTo(Progress.COMPLETE);
        assertThat(result.out())
                .isEqualTo("5\r\nhello\r\n000A\r\n0123456789\r\n1\r\n!\r\n0\r\nX-Sum: 1\r\n\r\n");
        assertThat(result.left()).isEqualTo(4);
    }

    @Test
    void givesTheDataAlone() {
        assertThat(scan(Delivery.DATA, BODY, BODY.length()).out()).isEqualTo("hello0123456789!");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 64})
    void givesTheSameWhateverTheSplit(int step) {
        for (Delivery delivery : Delivery.values()) {
            Result whole = scan(delivery, BODY, BODY.length());
            assertThat(scan(delivery, BODY, step)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\r\n',CHUNK_SIZE",
        "'+1\r\na\r\n',CHUNK_SIZE",
        "'-1\r\n',CHUNK_SIZE",
        "'0x1\r\na\r\n',CHUNK_SIZE",
        "' 1\r\na\r\n',CHUNK_SIZE",
        "'1 \r\na\r\n',CHUNK_SIZE",
        "'1 ;a\r\na\r\n',CHUNK_SIZE",
        "'g\r\n',CHUNK_SIZE",
        "'00000000000000001\r\na\r\n',CHUNK_SIZE",
        "'8000000000000000\r\n',CHUNK_SIZE",
        "'ffffffffffffffff\r\n',CHUNK_SIZE",
        "'1\na\r\n',BARE_LF",
        "'1;a\nb\r\n',BARE_LF",
        "'1;a=\"\n\"\r\nb\r\n',BARE_LF",
        "'1;a=\"\r\"\r\nb\r\n',BARE_CR",
        "'1\rX',BARE_CR",
        "'1;a\u0001\r\nb\r\n',CHUNK_EXTENSION",
        "'1\r\naX\n',CHUNK_END",
        "'1\r\na\n',CHUNK_END",
        "'1\r\na\rX',CHUNK_END",
        "'1\r\nab\r\n',CHUNK_END",
        "'0\r\nX-A : 1\r\n\r\n',TRAILER_MALFORMED",
        "'0\r\nX-A: 1\n\r\n',TRAILER_MALFORMED",
        "'0\r\n X-A: 1\r\n\r\n',TRAILER_MALFORMED",
        "'0\r\n\n',TRAILER_MALFORMED"
    })
    void refuses(String body, RequestRule rule) {
        assertThat(scan(Delivery.FRAMED, body, body.length()).rule()).isEqualTo(rule);
        assertThat(scan(Delivery.FRAMED, body, 1).rule()).isEqualTo(rule);
    }

    @Test
    void boundsExtensions() {
        String within = "1;" + "x".repeat(255) + "\r\na\r\n0\r\n\r\n";
        String beyond = "1;" + "x".repeat(256) + "\r\na\r\n0\r\n\r\n";

        assertThat(scan(Delivery.FRAMED, within, 9).out()).isEqualTo("1\r\na\r\n0\r\n\r\n");
        assertThat(scan(Delivery.FRAMED, beyond, 9).rule()).isEqualTo(RequestRule.CHUNK_EXTENSION);
    }

    private static Result scan(Delivery delivery, String text, int step) {
        ChunkScanner scanner = new ChunkScanner();
        scanner.start(delivery);
        StringBuilder out = new StringBuilder();
        Progress progress = Progress.MORE;
        int left = 0;
        for (int at = 0; at < text.length() && progress == Progress.MORE; at += step) {
            String part = text.substring(at, Math.min(text.length(), at + step));
            ByteBuf in = Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1);
            progress = scanner.scan(in, piece -> append(out, piece));
            left = in.readableBytes();
            in.release();
        }
        return new Result(progress, scanner.rule(), out.toString(), left);
    }

    private static void append(StringBuilder out, ByteBuf piece) {
        out.append(piece.toString(StandardCharsets.ISO_8859_1));
        piece.release();
    }
}
