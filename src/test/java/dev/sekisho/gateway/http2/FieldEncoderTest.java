package dev.sekisho.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is what Netty's decoder reads.
class FieldEncoderTest {

    private static Http2Headers decoded(ByteBuf block) throws Http2Exception {
        return new DefaultHttp2HeadersDecoder().decodeHeaders(1, block);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 204, 206, 304, 400, 404, 431, 500, 599})
    void statuses(int status) throws Http2Exception {
        ByteBuf block = Unpooled.buffer();
        FieldEncoder.status(status, block);
        assertThat(decoded(block).status()).hasToString(Integer.toString(status));
    }

    @Test
    void linesBecomeFieldsInLowerCase() throws Http2Exception {
        String value = "v".repeat(20_000);
        String text =
                "Content-Type: text/plain\r\nX-Empty:\r\nX-Blanks: \t a b \t\r\nSet-Cookie: a=1\r\n"
                        + "Set-Cookie: b=2\r\nx-long: "
                        + value
                        + "\r\n\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuf block = Unpooled.buffer();
        FieldEncoder.status(200, block);
        FieldEncoder.lines(bytes, 0, bytes.length, block);

        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, 100_000);
        Http2Headers headers = decoder.decodeHeaders(1, block);
        assertThat(headers.get("content-type")).hasToString("text/plain");
        assertThat(headers.get("x-empty")).hasToString("");
        assertThat(headers.get("x-blanks")).hasToString("a b");
        assertThat(headers.getAll("set-cookie")).hasToString("[a=1, b=2]");
        assertThat(headers.get("x-long")).hasToString(value);
        assertThat(headers.size()).isEqualTo(7);
    }

    @Test
    void everyNumberedNameIsTheOneOfTheTable() throws Http2Exception {
        String[] names = {
            "accept-ranges",
            "access-control-allow-origin",
            "age",
            "allow",
            "cache-control",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-location",
            "content-range",
            "content-type",
            "date",
            "etag",
            "expires",
            "last-modified",
            "link",
            "location",
            "proxy-authenticate",
            "refresh",
            "retry-after",
            "server",
            "set-cookie",
            "strict-transport-security",
            "transfer-encoding",
            "vary",
            "via",
            "www-authenticate"
        };
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            assertThat(StaticNames.of(bytes, 0, bytes.length)).as(name).isPositive();
            ByteBuf block = Unpooled.buffer();
            FieldEncoder.lines(
                    (name + ": x\r\n").getBytes(StandardCharsets.US_ASCII),
                    0,
                    bytes.length + 5,
                    block);
            Http2Headers headers = new DefaultHttp2HeadersDecoder(false).decodeHeaders(1, block);
            assertThat(headers.get(name)).as(name).hasToString("x");
        }
    }
}
