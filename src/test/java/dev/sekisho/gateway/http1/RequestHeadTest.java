package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadTest {

    private final RequestHead head = new RequestHead(HeadLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/a/b,/a/b",
        "/a/b/,/a/b/",
        "//a///b,/a/b",
        "/a/./b,/a/b",
        "/a/../b,/b",
        "/a/b/..,/a/",
        "/a/.,/a/",
        "/.,/",
        "/a/b/../../c,/c",
        "/%61%7e%2D,/a~-",
        "/%c3%a9%20%3f,/%C3%A9%20%3F",
        "/a/%2e%2e/b,/b",
        "/a/%2E/b,/a/b",
        "/.a/..b/c..,/.a/..b/c..",
        "/...,/...",
        "/a.b/c.d,/a.b/c.d",
        "/%25,/%25"
    })
    void bringsAPathToItsOneForm(String target, String normal) {
        parse("GET " + target + "?q=//../%61 HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(text(head.pathStart(), head.pathEnd())).isEqualTo(normal);
        assertThat(text(head.queryStart(), head.targetEnd())).isEqualTo("?q=//../%61");
    }

    @Test
    void splitsHostAndPort() {
        parse("GET / HTTP/1.1\r\nhOST:  Shop.Test:8080 \r\n\r\n");

        assertThat(text(head.hostStart(), head.hostEnd())).isEqualTo("Shop.Test");
        assertThat(text(head.hostStart(), head.authorityEnd())).isEqualTo("Shop.Test:8080");
    }

    @Test
    void leavesWhatFollowsTheHead() {
        ByteBuf in =
                Unpooled.copiedBuffer(
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody",
                        StandardCharsets.ISO_8859_1);

        assertThat(head.parse(in)).isEqualTo(Progress.COMPLETE);
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("body");
        assertThat(head.contentLength()).isEqualTo(4);
        in.release();
    }

    @Test
    void nominatesWhatConnectionNamesButNeverFramingOrHost() {
        parse(
                "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nconnection: x-a, HOST, Content-Length,"
                        + " X-Forwarded-For\r\nContent-Length: 0\r\nX-Forwarded-For: 1\r\n\r\n");

        assertThat(head.fieldName(0)).isEqualTo(KnownName.HOST);
        assertThat(head.fieldName(1)).isEqualTo(KnownName.NOMINATED);
        assertThat(head.fieldName(3)).isEqualTo(KnownName.CONTENT_LENGTH);
        assertThat(head.fieldName(4)).isEqualTo(KnownName.X_FORWARDED_FOR);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For,X_FORWARDED_FOR",
        "x-forwarded-FOO,X_FORWARDED_OTHER",
        "X.Forwarded.For,ALIAS",
        "X-Real!IP,ALIAS",
        "X_Real_IP,ALIAS",
        "Content+Length,ALIAS",
        "Transfer`Encoding,ALIAS",
        "X_Custom,UNDERSCORED",
        "X.Custom,OTHER",
        "Accept,OTHER",
        "Keep-Alive,KEEP_ALIVE",
        "http2-settings,HTTP2_SETTINGS",
        "PROXY,PROXY"
    })
    void knowsNamesAndTheirLookAlikes(String name, KnownName known) {
        parse("GET / HTTP/1.1\r\nHost: a\r\n" + name + ": 1\r\n\r\n");

        assertThat(head.fieldName(1)).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "1.1,,true",
        "1.1,close,false",
        "1.1,'x, CLOSE',false",
        "1.0,,false",
        "1.0,Keep-Alive,true",
        "1.0,'keep-alive, close',false"
    })
    void knowsWhetherTheConnectionLivesOn(String version, String connection, boolean persistent) {
        String field = connection == null ? "" : "Connection: " + connection + "\r\n";
        parse("GET / HTTP/" + version + "\r\nHost: a\r\n" + field + "\r\n");

        assertThat(head.isKeepAlive()).isEqualTo(persistent);
    }

    private void parse(String text) {
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        assertThat(head.parse(in)).describedAs("%s", head.rule()).isEqualTo(Progress.COMPLETE);
        in.release();
    }

    private String text(int start, int end) {
        return new String(head.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }
}
