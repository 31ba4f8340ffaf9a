package dev.sekisho.gateway.http1;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Requests that break one rule each, and their harmless neighbours.
public final class RuleCases {

    private RuleCases() {}

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    public record Case(@Nullable RequestRule rule, String request) {
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

    /// One request for each way to break a rule.
    public static Stream<Case> refused() {
        return Stream.of(lines(), targets(), hosts(), fields(), framing(), codings())
                .flatMap(List::stream);
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
                refused(RequestRule.METHOD_NOT_ALLOWED, "cONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(RequestRule.METHOD_NOT_ALLOWED, "trace / HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(RequestRule.VERSION_MALFORMED, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(RequestRule.REQUEST_LINE, "\u0016\u0003\u0001\u0002\u0000\u0001"),
                refused(RequestRule.VERSION_MALFORMED, "GET / HTTP/1.1\u0000\r\n\r\n"),
                refused(RequestRule.VERSION_MALFORMED, "GET / HTTPS/1.1\r\n\r\n"),
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
                refused(RequestRule.PATH_ENCODED_SEPARATOR, target("/a%2Fb")),
                refused(RequestRule.PATH_ENCODED_SEPARATOR, target("/a/..%5cb")),
                refused(RequestRule.PATH_ENCODED_SEPARATOR, target("/a/..\\..\\b")),
                refused(RequestRule.PATH_CONTROL, target("/a%00b")),
                refused(RequestRule.PATH_CONTROL, target("/a%0d%0aSet-Cookie:b")),
                refused(RequestRule.PATH_CONTROL, target("/a%7fb")),
                refused(RequestRule.PATH_DOUBLE_ESCAPE, target("/a%252fb")),
                refused(RequestRule.PATH_DOUBLE_ESCAPE, target("/a%25%32%66b")),
                refused(RequestRule.PATH_DOUBLE_ESCAPE, target("/a%2525b")),
                refused(RequestRule.PATH_DOUBLE_ESCAPE, target("/%25%32%65%25%32%65/b")),
                refused(RequestRule.PATH_NOT_UTF8, target("/a%ff")),
                refused(RequestRule.PATH_NOT_UTF8, target("/a%c3")),
                refused(RequestRule.PATH_NOT_UTF8, target("/a%c3/b")),
                refused(RequestRule.PATH_NOT_UTF8, target("/a%c3%41")),
                refused(RequestRule.PATH_NOT_UTF8, target("/..%c0%af")),
                refused(RequestRule.PATH_NOT_UTF8, target("/%c0%ae%c0%ae/b")),
                refused(RequestRule.PATH_NOT_UTF8, target("/%e0%80%af")),
                refused(RequestRule.PATH_NOT_UTF8, target("/%ed%a0%80")),
                refused(RequestRule.PATH_NOT_UTF8, target("/%f4%90%80%80")),
                refused(RequestRule.PATH_ESCAPE, target("/a%u002fb")),
                refused(RequestRule.PATH_PARAMETER, target("/a%3Bb")),
                refused(RequestRule.PATH_PARAMETER, target("/a/..;/b")),
                refused(RequestRule.PATH_PARAMETER, target("/;/b")),
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
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: .a\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a..b\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a..\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: .\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a%2eb\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: \u00e9\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: a#b\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: http://a\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: [1.2.3.4]\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: [:]\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: [::1]a\r\n\r\n"),
                refused(RequestRule.HOST_MALFORMED, "GET / HTTP/1.1\r\nHost: [fe80::1%1]\r\n\r\n"),
                refused(RequestRule.HOST_DIFFERS, "GET http://a@b/ HTTP/1.1\r\nHost: b\r\n\r\n"),
                refused(RequestRule.HOST_DIFFERS, "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n"),
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
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: 1_0\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: 1.0\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: \u00b2\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: \"1\"\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_MALFORMED,
                        POST + "Content-Length: " + "0".repeat(19) + "1\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_REPEATED,
                        POST + "Content-Length: 0\r\ncontent-length: 5\r\n\r\n"),
                refused(RequestRule.LENGTH_MALFORMED, POST + "Content-Length: 1 1\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_MALFORMED,
                        POST + "Content-Length: 9223372036854775808\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_MALFORMED,
                        POST + "Content-Length: 18446744073709551619\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_REPEATED,
                        POST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n"));
    }

    private static List<Case> codings() {
        return List.of(
                refused(
                        RequestRule.CODING_NOT_CHUNKED,
                        POST + "Transfer-Encoding: identity\r\n\r\n"),
                refused(
                        RequestRule.CODING_NOT_CHUNKED,
                        POST + "Transfer-Encoding: chunked, identity\r\n\r\n"),
                refused(
                        RequestRule.CODING_NOT_CHUNKED,
                        POST + "Transfer-Encoding: chunked,\r\n\r\n"),
                refused(
                        RequestRule.CODING_NOT_CHUNKED,
                        POST + "Transfer-Encoding: \"chunked\"\r\n\r\n"),
                refused(
                        RequestRule.CODING_NOT_CHUNKED,
                        POST + "Transfer-Encoding: xchunked\r\n\r\n"),
                refused(
                        RequestRule.FIELD_VALUE_CONTROL,
                        POST + "Transfer-Encoding: \u000bchunked\r\n\r\n"),
                refused(RequestRule.BARE_CR, POST + "X: y\rTransfer-Encoding: chunked\r\n\r\n"),
                refused(RequestRule.BARE_LF, POST + "X: y\nTransfer-Encoding: chunked\r\n\r\n"),
                refused(RequestRule.FIELD_FOLDED, POST + "Transfer-Encoding:\r\n chunked\r\n\r\n"),
                refused(
                        RequestRule.FIELD_SPACE_BEFORE_COLON,
                        POST + "Transfer-Encoding : chunked\r\n\r\n"),
                refused(
                        RequestRule.LENGTH_AND_CODING,
                        POST
                                + "Connection: Content-Length\r\nContent-Length: 1\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"),
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

    /// Requests that look much like refused ones.
    public static List<Case> accepted() {
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
                accepted("OPTIONS /a HTTP/1.1\r\nHost: [::ffff:1.2.3.4]\r\n\r\n"),
                accepted(target("/100%25")),
                accepted(target("/100%25%20")),
                accepted(target("/%c3%a9%e2%82%ac%f0%9f%98%80")),
                accepted(target("/a?b=..;/%2f%00%252f%c0%af")),
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
}
