package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkScannerTest {

    private static final String BODY =
            "5;a=\"b\\\"c\"\r\nhello\r\n000A ;x\r\n".replace(" ;", ";")
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
        "'80000000\r\n',CHUNK_SIZE",
        "'0000000100000001\r\n',CHUNK_SIZE",
        "'1_0\r\n',CHUNK_SIZE",
        "'\u00b2\r\n',CHUNK_SIZE",
        "';a\r\n',CHUNK_SIZE",
        "'1\t\r\na\r\n',CHUNK_SIZE",
        "'1\r\n\r\n\r\n',CHUNK_END",
        "'1\na\r\n',BARE_LF",
        "'1;a\nb\r\n',BARE_LF",
        "'1;a=\"\n\"\r\nb\r\n',BARE_LF",
        "'1;a=\"\r\"\r\nb\r\n',CHUNK_EXTENSION",
        "'1;a\rb\r\nb',BARE_CR",
        "'1\rX',BARE_CR",
        "'1;a\u0001\r\nb\r\n',CHUNK_EXTENSION",
        "'1;a=\"\r\n\"\r\nb',CHUNK_EXTENSION",
        "'1;a=\"b\\\"\r\na\r\n',CHUNK_EXTENSION",
        "'1\r\naX\n',CHUNK_END",
        "'1\r\na\n',CHUNK_END",
        "'1\r\na\rX',CHUNK_END",
        "'1\r\nab\r\n',CHUNK_END",
        "'0\r\nX-A : 1\r\n\r\n',TRAILER_MALFORMED",
        "'0\r\nGET / HTTP/1.1\r\n\r\n',TRAILER_MALFORMED",
        "'0\r\n: 1\r\n\r\n',TRAILER_MALFORMED",
        "'0\r\nX-A: 1\rX-B: 2\r\n\r\n',TRAILER_MALFORMED",
        "'0\r\nX-A: \u0001\r\n\r\n',TRAILER_MALFORMED",
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

    @Test
    void boundsTrailers() {
        HeadLimits few =
                new HeadLimits(100, 100, 10, 10, 100, 4, 40, 2, HeadLimits.Underscores.DROPPED);
        String two = "0\r\nA: 1\r\nB: 2\r\n\r\n";
        String three = "0\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n";
        String large = "0\r\nA: " + "1".repeat(40) + "\r\n\r\n";

        assertThat(scan(few, two).progress()).isEqualTo(Progress.COMPLETE);
        assertThat(scan(few, three).rule()).isEqualTo(RequestRule.TRAILERS_TOO_LARGE);
        assertThat(scan(few, large).rule()).isEqualTo(RequestRule.TRAILERS_TOO_LARGE);
        assertThat(scan(few, "1;abcde\r\n").rule()).isEqualTo(RequestRule.CHUNK_EXTENSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Content-Length",
                "Transfer-Encoding",
                "Trailer",
                "Connection",
                "TE",
                "Authorization",
                "Cookie",
                "Set-Cookie",
                "X-Forwarded-For",
                "X-Real-IP",
                "X-Request-ID",
                "Content-Type",
                "Content-Encoding",
                "Cache-Control",
                "Range",
                "If-None-Match",
                "Max-Forwards",
                "Proxy-Authorization",
                "WWW-Authenticate",
                "Expect",
                "Forwarded",
                "X-Forwarded-Prefix",
                "Location",
                "Vary",
                "X-HTTP-Method-Override"
            })
    void keepsFieldsOfHeadsOutOfTrailers(String name) {
        for (char odd : "-!#$%&'*+.^_`|~".toCharArray()) {
            String spelled = name.toLowerCase(Locale.ROOT).replace('-', odd);
            String body = "0\r\n" + spelled + ": 1\r\nX-Sum: 2\r\n\r\n";

            assertThat(scan(Delivery.FRAMED, body, body.length()).out())
                    .isEqualTo("0\r\nX-Sum: 2\r\n\r\n");
        }
    }

    private static Result scan(HeadLimits limits, String text) {
        return scan(new ChunkScanner(limits), text, text.length());
    }

    private static Result scan(Delivery delivery, String text, int step) {
        ChunkScanner scanner = new ChunkScanner(HeadLimits.DEFAULT);
        scanner.start(delivery);
        return scan(scanner, text, step);
    }

    private static Result scan(ChunkScanner scanner, String text, int step) {
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
