package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.http1.ResponseRule;
import dev.sekisho.model.metrics.MetricVisitor;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Responses that break a rule: the client is told so, the connection to the pod is not used again,
/// and the rule is counted and logged.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class BadResponseTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\n\r\n";

    private final KeptLog log = new KeptLog();
    private Gateway gateway;

    record Case(ResponseRule rule, String response) {
        @Override
        public String toString() {
            String shown = response.length() > 80 ? response.substring(0, 80) + "…" : response;
            return rule
                    + " "
                    + shown.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
        }
    }

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings(), new EpollEventLoopGroup(1), log.log());
    }

    @AfterEach
    void stop() {
        gateway.close();
        log.close();
    }

    private static Case bad(ResponseRule rule, String response) {
        return new Case(rule, response);
    }

    static Stream<Case> areAnsweredInTheirPlace() {
        return Stream.of(lines(), fields(), framing()).flatMap(cases -> cases);
    }

    private static Stream<Case> lines() {
        return Stream.of(
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/1.2 200 OK\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/0.9 200 OK\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "http/1.1 200 OK\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/1.1  200 OK\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/1.1 2000 OK\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/1.1 099 OK\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/1.1 600 OK\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/1.1 200 O\u0000K\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/1.1 200 OK\rX: y\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "HTTP/1.1 200 OK\nX: y\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "\r\nHTTP/1.1 200 OK\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_STATUS_LINE, "<html>no head at all</html>\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_HEADER_TOO_BIG, "HTTP/1.1 200 " + "a".repeat(17_000)),
                bad(ResponseRule.UPSTREAM_HEADER_TOO_BIG, OK + "A: " + "b".repeat(17_000)),
                bad(ResponseRule.UPSTREAM_HEADER_TOO_BIG, OK + "Set-Cookie: a\r\n".repeat(101)),
                bad(ResponseRule.UPSTREAM_SWITCHED, "HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_INTERIM_TOO_MANY, HINTS.repeat(17)));
    }

    private static Stream<Case> fields() {
        return Stream.of(
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + "A: b\rSet-Cookie: c\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + "A: b\nSet-Cookie: c\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + "A: b\r\n c\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + "A : b\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + ": b\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + "A\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + "A(: b\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + "A: \u0000\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_FIELD_MALFORMED, OK + "\n"),
                bad(ResponseRule.UPSTREAM_CONNECTION_MALFORMED, OK + "Connection: a b\r\n\r\n"));
    }

    private static Stream<Case> framing() {
        String chunked = "Transfer-Encoding: chunked\r\n";
        return Stream.of(
                        OK + "Content-Length: 1, 1\r\n\r\nx",
                        OK + "Content-Length: +1\r\n\r\nx",
                        OK + "Content-Length:\r\n\r\nx",
                        OK + "Content-Length: 9223372036854775808\r\n\r\nx",
                        OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                        OK + "Content-Length: 1\r\n" + chunked + "\r\n",
                        OK + chunked + chunked + "\r\n0\r\n\r\n",
                        OK + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                        OK + "Transfer-Encoding: identity\r\n\r\n",
                        "HTTP/1.0 200 OK\r\n" + chunked + "\r\n0\r\n\r\n",
                        "HTTP/1.1 103 X\r\nContent-Length: 3\r\n\r\nabc" + Origin.ok("x"),
                        "HTTP/1.1 103 X\r\n" + chunked + "\r\n0\r\n\r\n" + Origin.ok("x"))
                .map(response -> bad(ResponseRule.UPSTREAM_FRAMING, response));
    }

    @ParameterizedTest
    @MethodSource
    void areAnsweredInTheirPlace(Case bad) throws IOException {
        try (Origin pod = Origin.answering(bad.response());
                Client client = gateway.serving(pod).connect()) {
            Reply reply = client.get("/").read();
            while (reply.status() == 103) {
                reply = client.read();
            }
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.body()).isEqualTo("502 Bad Gateway\n");
            assertIsOver(pod, bad.rule());
        }
    }

    /// The connection is closed, the rule is logged and counted, once.
    private void assertIsOver(Origin pod, ResponseRule rule) {
        await().until(() -> pod.ended() == pod.connections());
        await().until(() -> log.text().contains("\"rule\""));
        assertThat(log.text()).contains("\"rule\":\"" + rule.name() + "\"");
        Counters counters = new Counters(new ArrayList<>());
        gateway.plane().collect(counters);
        assertThat(counters.raised()).containsExactly(rule.name() + " 1.0");
    }

    private record Counters(List<String> raised) implements MetricVisitor {

        @Override
        public void counter(String name, String help, List<Label> labels, double value) {
            if (name.equals("sekisho_refused_responses_total") && value > 0) {
                raised.add(labels.getFirst().value() + " " + value);
            }
        }

        @Override
        public void gauge(String name, String help, List<Label> labels, double value) {}

        @Override
        public void histogram(String name, String help, List<Label> labels, Histogram value) {}
    }

    static Stream<Case> areCutOffOnceTheyHaveBegun() {
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
        String trailers = "A: b\r\n".repeat(101);
        return Stream.of(
                bad(ResponseRule.UPSTREAM_BODY_MALFORMED, chunked + "X"),
                bad(ResponseRule.UPSTREAM_BODY_MALFORMED, chunked + "1\r\nab"),
                bad(ResponseRule.UPSTREAM_BODY_MALFORMED, chunked + "1;a\nb\r\n"),
                bad(ResponseRule.UPSTREAM_BODY_MALFORMED, chunked + "80000000\r\n"),
                bad(ResponseRule.UPSTREAM_BODY_MALFORMED, chunked + "0\r\nA : b\r\n\r\n"),
                bad(ResponseRule.UPSTREAM_BODY_MALFORMED, chunked + "0\r\n" + trailers),
                bad(ResponseRule.UPSTREAM_CUT, chunked),
                bad(ResponseRule.UPSTREAM_CUT, chunked + "0\r\n"),
                bad(ResponseRule.UPSTREAM_CUT, OK + "Content-Length: 5\r\n\r\nhalf"));
    }

    @ParameterizedTest
    @MethodSource
    void areCutOffOnceTheyHaveBegun(Case bad) throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send(bad.response());
                        });
                Client client = gateway.serving(pod).connect()) {
            client.get("/");

            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
            assertIsOver(pod, bad.rule());
        }
    }

    @Test
    void areAnsweredWhereTheirHeadEndsTooSoon() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send(OK + "A: b\r\n");
                        });
                Client client = gateway.serving(pod).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(502);
            assertIsOver(pod, ResponseRule.UPSTREAM_CUT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokEXTRA",
                "GET HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nEXTRA",
                "GET HTTP/1.1 204 No\r\n\r\nEXTRA",
                "GET HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\nEXTRA",
                "HEAD HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nEXTRA",
                "HEAD HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nEXTRA\r\n0\r\n\r\n",
                "GET HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\nEXTRA"
            })
    void poisonNobodyWithWhatFollowsTheirEnd(String exchange) throws IOException {
        int space = exchange.indexOf(' ');
        String method = exchange.substring(0, space);
        try (Origin pod = Origin.answering(exchange.substring(space + 1));
                Client client = gateway.serving(pod).connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(method + " / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
                Reply reply = method.equals("HEAD") ? client.readHeadOnly() : client.read();
                assertThat(reply.status()).isBetween(200, 304);
                assertThat(reply.body()).doesNotContain("EXTRA");
            }
            assertThat(pod.connections()).isEqualTo(3);
            client.socket().shutdownOutput();
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void areWholeForTheClientThoughMoreFollows() throws IOException {
        try (Origin pod = Origin.answering(Origin.ok("hello") + "EXTRA");
                Client client = gateway.serving(pod).connect()) {
            assertThat(client.get("/").read().body()).isEqualTo("hello");

            assertIsOver(pod, ResponseRule.UPSTREAM_SURPLUS);
        }
    }

    private static boolean isToHead(Origin.Talk talk) throws IOException {
        String head = talk.readRequest();
        return head != null && head.startsWith("HEAD ");
    }

    /// Answers HEAD with a head, and only when something follows with the body, too.
    private static Origin lateWithTheBody(String head) throws IOException {
        return Origin.scripted(talk -> {
            if (isToHead(talk)) {
                talk.send(head);
                talk.readHead();
                talk.send(Origin.ok("EXTRA"));
            } else {
                talk.send(Origin.ok("hello"));
                talk.readHead();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 43\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n"
            })
    void poisonNobodyWithABodyThatFollowsTheAnswerToHeadLate(String head) throws IOException {
        try (Origin pod = lateWithTheBody(head);
                Client client = gateway.serving(pod).connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            assertThat(client.readHeadOnly().status()).isEqualTo(200);

            assertThat(client.get("/").read().body()).isEqualTo("hello");
            assertThat(pod.connections()).isEqualTo(2);
        }
    }

    @Test
    void keepServerAndDateThatConnectionNames() throws IOException {
        String named = OK + "Server: pod\r\nDate: today\r\nConnection: server, DATE\r\n";
        try (Origin pod = Origin.answering(named + "Content-Length: 0\r\n\r\n");
                Client client = gateway.serving(pod).connect()) {
            Reply reply = client.get("/").read();

            assertThat(reply.has("Server: pod")).isTrue();
            assertThat(reply.has("Date: today")).isTrue();
        }
    }
}
