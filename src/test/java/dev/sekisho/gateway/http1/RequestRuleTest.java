package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule has requests that it must refuse; `accepted` holds their harmless neighbours.
class RequestRuleTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    record Case(@Nullable RequestRule rule, String request) {
        @Override
        public String toString() {
            String shown = request.length() > 90 ? request.substring(0, 90) + "…" : request;
            return rule
                    + " "
                    + shown.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
        }
    }

    private static Case refused(RequestRule rule, String request) {
        return new Case(rule, request);
    }

    private static Case accepted(String request) {
        return new Case(null, request);
    }

    private static String target(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    static Stream<Case> refused() {
        return Stream.of(lines(), targets(), hosts(), fields(), framing()).flatMap(List::stream);
    }

    private static List<Case> lines() {
        return List.of(
                refused(RequestRule.REQUEST_LINE, "\r\r\nGET / HTTP/1.1\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE, "GET\r\nHost: a\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE, "GET /\r\nHost: a\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE, "GET / \r\nHost: a\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE_SPACES, " GET / HTTP/1.1\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE_SPACES, "GET  / HTTP/1.1\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE_SPACES, "GET /  HTTP/1.1\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE_SPACES, "GET\t/ HTTP/1.1\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE_SPACES, "GET / HTTP/1.1 \r\n\r\n"),
                refused(RequestRule.METHOD_NOT_TOKEN, "GE(T / HTTP/1.1\r\n\r\n"),
                refused(RequestRule.METHOD_NOT_TOKEN, "A".repeat(80) + " / HTTP/1.1\r\n\r\n"),
                refused(RequestRule.METHOD_NOT_ALLOWED, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(RequestRule.METHOD_NOT_ALLOWED, "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(RequestRule.VERSION_MALFORMED, "GET / http/1.1\r\nHost: a\r\n\r\n"),
                refused(RequestRule.VERSION_MALFORMED, "GET / HTTP/11\r\nHost: a\r\n\r\n"),
                refused(RequestRule.VERSION_MALFORMED, "GET / HTTP/1.11\r\nHost: a\r\n\r\n"),
                refused(RequestRule.VERSION_UNKNOWN, "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
                refused(RequestRule.VERSION_UNKNOWN, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                refused(RequestRule.VERSION_UNKNOWN, "GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
                refused(RequestRule.BARE_LF, "GET / HTTP/1.1\nHost: a\n\n"),
                refused(RequestRule.BARE_LF, "GET /\n"),
                refused(RequestRule.BARE_CR, "GET / HTTP/1.1\r\rHost: a\r\n\r\n"));
    }

    private static List<Case> targets() {
        return List.of(
                refused(RequestRule.TARGET_FORM, target("index.html")),
                refused(RequestRule.TARGET_FORM, target("*")),
                refused(RequestRule.TARGET_FORM, target("ftp://a/")),
                refused(RequestRule.TARGET_FORM, "OPTIONS *x HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(RequestRule.TARGET_OCTET, target("/\u00e9")),
                refused(RequestRule.TARGET_OCTET, target("/\0")),
                refused(RequestRule.TARGET_OCTET, target("/\u007f")),
                refused(RequestRule.TARGET_FRAGMENT, target("/a#b")),
                refused(RequestRule.TARGET_FRAGMENT, target("/a?b#c")),
                refused(RequestRule.TARGET_TOO_LONG, target("/" + "a".repeat(8 << 10))),
                refused(RequestRule.PATH_ESCAPE, target("/%")),
                refused(RequestRule.PATH_ESCAPE, target("/%4")),
                refused(RequestRule.PATH_ESCAPE, target("/%4g")),
                refused(RequestRule.PATH_ENCODED_SEPARATOR, target("/a%2fb")),
                refused(RequestRule.PATH_ENCODED_SEPARATOR, target("/a%5Cb")),
                refused(RequestRule.PATH_ENCODED_SEPARATOR, target("/a%00b")),
                refused(RequestRule.PATH_ENCODED_SEPARATOR, target("/a\\b")),
                refused(RequestRule.PATH_PARAMETER, target("/a;b=c/d")),
                refused(RequestRule.PATH_ABOVE_ROOT, target("/..")),
                refused(RequestRule.PATH_ABOVE_ROOT, target("/a/%2e%2e/../b")));
    }

    private static List<Case> hosts() {
        return List.of(
                refused(RequestRule.HOST_MISSING, "GET / HTTP/1.1\r\n\r\n"),
                refused(RequestRule.HOST_MISSING, "GET http://a/ HTTP/1.0\r\n\r\n"),
                refused(RequestRule.HOST_REPEATED, GET + "Host: a\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a:\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a:x\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                refused(RequestRule.HOST_DIFFERS, "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(RequestRule.HOST_DIFFERS, "GET http://a:1/ HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    private static List<Case> fields() {
        return List.of(
                refused(RequestRule.BARE_LF, GET + "A: b\n\r\n"),
                refused(RequestRule.BARE_LF, GET + "\n"),
                refused(RequestRule.BARE_CR, GET + "A: b\rC: d\r\n\r\n"),
                refused(RequestRule.BARE_CR, GET + "\rX"),
                refused(RequestRule.FIELD_FOLDED, GET + "A: b\r\n c\r\n\r\n"),
                refused(RequestRule.FIELD_FOLDED, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
                refused(RequestRule.FIELD_NAME_EMPTY, GET + ": b\r\n\r\n"),
                refused(RequestRule.FIELD_NAME_NOT_TOKEN, GET + "A(: b\r\n\r\n"),
                refused(RequestRule.FIELD_NAME_NOT_TOKEN, GET + "A\0: b\r\n\r\n"),
                refused(RequestRule.FIELD_NAME_NOT_TOKEN, GET + "\u00e9: b\r\n\r\n"),
                refused(RequestRule.FIELD_SPACE_BEFORE_COLON, GET + "A : b\r\n\r\n"),
                refused(RequestRule.FIELD_SPACE_BEFORE_COLON, GET + "A\t: b\r\n\r\n"),
                refused(RequestRule.FIELD_WITHOUT_COLON, GET + "A\r\n\r\n"),
                refused(RequestRule.FIELD_VALUE_CONTROL, GET + "A: \0\r\n\r\n"),
                refused(RequestRule.FIELD_VALUE_CONTROL, GET + "A: \u0001\r\n\r\n"),
                refused(RequestRule.FIELD_VALUE_CONTROL, GET + "A: \u007f\r\n\r\n"),
                refused(RequestRule.FIELDS_TOO_MANY, GET + "A: b\r\n".repeat(100) + "\r\n"),
                refused(RequestRule.COOKIES_TOO_MANY, GET + "Cookie: b\r\n".repeat(257) + "\r\n"),
                refused(RequestRule.FIELDS_TOO_LARGE, GET + "A: " + "b".repeat(16 << 10)),
                refused(
                        RequestRule.FIELDS_TOO_LARGE,
                        GET + ("A: " + "b".repeat(1000) + "\r\n").repeat(17) + "\r\n"),
                refused(RequestRule.CONNECTION_MALFORMED, GET + "Connection: a b\r\n\r\n"),
                refused(
                        RequestRule.CONNECTION_MALFORMED,
                        GET + "Connection: " + "x,".repeat(40) + "\r\n\r\n"),
                refused(RequestRule.EXPECTATION_UNKNOWN, GET + "Expect: cake\r\n\r\n"));
    }

    private static List<Case> framing() {
        return List.of(
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length:\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: +1\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: -1\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: 0x1\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: 1, 1\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: 1 1\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_MALFORMED,
                        POST + "Content-Length: 9223372036854775808\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_MALFORMED,
                        POST + "Content-Length: 18446744073709551619\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_REPEATED,
                        POST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_AND_CODING,
                        POST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_AND_CODING,
                        POST + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"),
                refused(
                        RequestRule.CODING_NOT_CHUNKED,
                        POST + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
                refused(RequestRule.CODING_NOT_CHUNKED, POST + "Transfer-Encoding: x\r\n\r\n"),
                refused(RequestRule.CODING_NOT_CHUNKED, POST + "Transfer-Encoding:\r\n\r\n"),
                refused(
                        RequestRule.CODING_NOT_CHUNKED,
                        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
                refused(
                        RequestRule.CODING_NOT_CHUNKED,
                        POST + "Transfer-Encoding: chunked;q=1\r\n\r\n"),
                refused(
                        RequestRule.CODING_ON_HTTP_1_0,
                        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    static List<Case> accepted() {
        return List.of(
                accepted(GET + "\r\n"),
                accepted("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted("GET / HTTP/1.0\r\n\r\n"),
                accepted("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted("M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted("GET http://A/b?c HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted("GET HTTPS://a HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"),
                accepted("GET / HTTP/1.1\r\nHost: a.b-c_d.:65535\r\n\r\n"),
                accepted(target("/a?b=%2f;\\%00%zz")),
                accepted(target("/" + "a".repeat((8 << 10) - 1))),
                accepted(GET + "A:\r\n\r\n"),
                accepted(GET + "A:\t b\tc \u00e9 \r\n\r\n"),
                accepted(GET + "A: b\r\n".repeat(99) + "Cookie: c\r\n".repeat(256) + "\r\n"),
                accepted(GET + "Connection: , close ,x-a\r\n\r\n"),
                accepted(POST + "Content-Length: 9223372036854775807\r\n\r\n"),
                accepted(POST + "Transfer-Encoding: Chunked\r\n\r\n"),
                accepted(POST + "Content-Length: 1\r\nExpect: 100-Continue\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Case wrong) {
        RequestHead head = new RequestHead(HeadLimits.DEFAULT);

        Progress progress = parse(head, wrong.request());

        assertThat(progress).isEqualTo(Progress.REFUSED);
        assertThat(head.rule()).isEqualTo(wrong.rule());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusedWhateverTheSplit(Case wrong) {
        RequestHead head = new RequestHead(HeadLimits.DEFAULT);

        Progress progress = parseByteByByte(head, wrong.request());

        assertThat(progress).isEqualTo(Progress.REFUSED);
        assertThat(head.rule()).isEqualTo(wrong.rule());
    }

    @ParameterizedTest
    @MethodSource
    void accepted(Case right) {
        RequestHead whole = new RequestHead(HeadLimits.DEFAULT);
        RequestHead split = new RequestHead(HeadLimits.DEFAULT);

        assertThat(parse(whole, right.request())).isEqualTo(Progress.COMPLETE);
        assertThat(parseByteByByte(split, right.request())).isEqualTo(Progress.COMPLETE);
        assertThat(split.fieldCount()).isEqualTo(whole.fieldCount());
        assertThat(split.contentLength()).isEqualTo(whole.contentLength());
    }

    @Test
    void everyRuleOfHeadsHasACase() {
        Set<RequestRule> covered = EnumSet.noneOf(RequestRule.class);
        refused().forEach(wrong -> covered.add(wrong.rule()));

        Set<RequestRule> bodies =
                EnumSet.of(
                        RequestRule.CHUNK_SIZE,
                        RequestRule.CHUNK_EXTENSION,
                        RequestRule.CHUNK_END,
                        RequestRule.TRAILER_MALFORMED,
                        RequestRule.BODY_TOO_LARGE,
                        RequestRule.HEADER_TIMEOUT,
                        RequestRule.BODY_TIMEOUT,
                        RequestRule.BODY_NOT_BUFFERED,
                        RequestRule.BODY_TOO_SLOW);
        covered.addAll(bodies);
        assertThat(covered).containsExactlyInAnyOrder(RequestRule.values());
    }

    private static Progress parse(RequestHead head, String text) {
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        Progress progress = head.parse(in);
        in.release();
        return progress;
    }

    private static Progress parseByteByByte(RequestHead head, String text) {
        Progress progress = Progress.MORE;
        for (int i = 0; i < text.length() && progress == Progress.MORE; i++) {
            progress = parse(head, text.substring(i, i + 1));
        }
        return progress;
    }
}
