package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.Filter;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RouteAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a pod gets of a request, and the connections that it comes on.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class ForwardingTest {

    private Gateway gateway;
    private Origin pod;

    @BeforeEach
    void start() throws IOException {
        pod = Origin.saying("hello");
        gateway = new Gateway(Gateway.settings()).serving(pod);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        pod.close();
    }

    @Test
    void forwardsARequestAndItsAnswer() throws IOException {
        try (Client client = gateway.connect()) {
            Reply reply = client.get("/a/b?c=d").read();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("hello");
            assertThat(reply.has("Server: sekisho")).isTrue();
            assertThat(reply.names("Date")).isTrue();
            assertThat(pod.lastHead()).startsWith("GET /a/b?c=d HTTP/1.1\r\nHost: shop.test\r\n");
        }
    }

    @Test
    void tellsThePodWhereTheRequestCameFrom() throws IOException {
        try (Client client = gateway.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test:8080\r\n\r\n").read();

            assertThat(pod.lastHead())
                    .contains("\r\nHost: shop.test:8080\r\n")
                    .contains("\r\nX-Real-IP: 127.0.0.1\r\n")
                    .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n")
                    .contains("\r\nX-Forwarded-Host: shop.test:8080\r\n")
                    .contains("\r\nX-Forwarded-Port: " + gateway.port() + "\r\n")
                    .contains("\r\nX-Forwarded-Proto: http\r\n")
                    .contains("\r\nX-Forwarded-Scheme: http\r\n")
                    .contains("\r\nX-Scheme: http\r\n")
                    .containsPattern("\r\nX-Request-ID: [0-9a-f]{32}\r\n");
        }
    }

    @Test
    void keepsASaneRequestIdAndReplacesAnother() throws IOException {
        try (Client client = gateway.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nx-request-id: abc-1\r\n\r\n").read();
            assertThat(pod.lastHead()).contains("\r\nx-request-id: abc-1\r\n");

            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nX-Request-ID: a b\r\n\r\n").read();
            assertThat(pod.lastHead()).doesNotContain("a b").contains("\r\nX-Request-ID: ");
        }
    }

    @Test
    void dropsWhatAnUntrustedClientSaysOfItself() throws IOException {
        try (Client client = gateway.connect()) {
            client.send(
                            "GET / HTTP/1.1\r\nHost: shop.test\r\nX-Real-IP: 6.6.6.6\r\n"
                                    + "X-Forwarded-Proto: https\r\nX.Forwarded.For: 6.6.6.6\r\n"
                                    + "X_Real_IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n"
                                    + "Proxy: 6.6.6.6\r\nX-Forwarded-Prefix: /6.6.6.6\r\n"
                                    + "X-Original-Forwarded-For: 6.6.6.6\r\nA_B: 6.6.6.6\r\n"
                                    + "X-Forwarded-For: 5.5.5.5\r\nKept: yes\r\n\r\n")
                    .read();

            assertThat(pod.lastHead())
                    .doesNotContain("6.6.6.6")
                    .doesNotContain("https")
                    .contains("\r\nKept: yes\r\n")
                    .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n")
                    .contains("\r\nX-Original-Forwarded-For: 5.5.5.5\r\n");
        }
    }

    @Test
    void believesATrustedProxy() throws IOException {
        TrustedProxies proxies = TrustedProxies.of(List.of("127.0.0.0/8", "10.0.0.0/9"));
        try (Gateway trusting =
                        new Gateway(new SettingsDraft().trusting(proxies).build()).serving(pod);
                Client client = trusting.connect()) {
            client.send(
                            "GET / HTTP/1.1\r\nHost: shop.test\r\nX-Forwarded-Proto: https\r\n"
                                    + "X-Forwarded-For: 9.9.9.9, 8.8.8.8, 10.1.1.1\r\n"
                                    + "X-Forwarded-Port: 443\r\nX-Forwarded-Host: pub.test\r\n\r\n")
                    .read();

            assertThat(pod.lastHead())
                    .contains("\r\nX-Real-IP: 8.8.8.8\r\n")
                    .contains("\r\nX-Forwarded-For: 8.8.8.8\r\n")
                    .contains("\r\nX-Forwarded-Proto: https\r\n")
                    .contains("\r\nX-Forwarded-Port: 443\r\n")
                    .contains("\r\nX-Forwarded-Host: pub.test\r\n")
                    .contains("\r\nX-Original-Forwarded-For: 9.9.9.9, 8.8.8.8, 10.1.1.1\r\n");
        }
    }

    @Test
    void dropsFieldsForOneHopButNeverThoseWeSet() throws IOException {
        try (Client client = gateway.connect()) {
            client.send(
                            "GET / HTTP/1.1\r\nHost: shop.test\r\nX-Hop: 1\r\nTE: trailers\r\n"
                                    + "Connection: x-hop, X-REAL-IP, host, keep-alive, Upgrade\r\n"
                                    + "Keep-Alive: 5\r\nUpgrade: h2c\r\nProxy-Connection: x\r\n\r\n")
                    .read();

            assertThat(pod.lastHead())
                    .doesNotContainIgnoringCase("x-hop")
                    .doesNotContainIgnoringCase("keep-alive")
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContainIgnoringCase("connection")
                    .doesNotContain("trailers")
                    .contains("\r\nHost: shop.test\r\n")
                    .contains("\r\nX-Real-IP: 127.0.0.1\r\n");
        }
    }

    @Test
    void forwardsTheFormOfThePathThatItRoutesBy() throws IOException {
        try (Client client = gateway.connect()) {
            client.get("/a/../%62//c?d=/../e").read();
            assertThat(pod.lastHead()).startsWith("GET /b/c?d=/../e HTTP/1.1\r\n");

            client.send("GET http://shop.test/x/./y HTTP/1.1\r\nHost: shop.test\r\n\r\n").read();
            assertThat(pod.lastHead()).startsWith("GET /x/y HTTP/1.1\r\n");

            client.send("GET http://shop.test HTTP/1.1\r\nHost: shop.test\r\n\r\n").read();
            assertThat(pod.lastHead()).startsWith("GET / HTTP/1.1\r\n");
        }
    }

    @Test
    void reusesConnectionsBothWays() throws IOException {
        try (Client client = gateway.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/" + i).read().body()).isEqualTo("hello");
            }
        }
        assertThat(pod.connections()).isEqualTo(1);
    }

    @Test
    void servesAPipelineInOrder() throws IOException {
        try (Origin echo =
                        Origin.scripted(talk -> {
                            String head = talk.readHead();
                            while (head != null) {
                                talk.send(Origin.ok(head.substring(4, 7)));
                                head = talk.readHead();
                            }
                        });
                Client client = gateway.serving(echo).connect()) {
            StringBuilder pipeline = new StringBuilder();
            for (int i = 10; i < 60; i++) {
                String host = i % 10 == 5 ? "nobody.test" : "shop.test";
                pipeline.append("GET /" + i + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            }
            client.send(pipeline.toString());

            for (int i = 10; i < 60; i++) {
                Reply reply = client.read();
                if (i % 10 == 5) {
                    assertThat(reply.status()).isEqualTo(404);
                } else {
                    assertThat(reply.body()).isEqualTo("/" + i);
                }
            }
        }
    }

    @Test
    void passesBodiesOfBothFramings() throws IOException {
        try (Origin echo = echoingBodies();
                Client client = gateway.serving(echo).connect()) {
            String post = "POST / HTTP/1.1\r\nHost: shop.test\r\n";
            client.send(post + "Content-Length: 5\r\n\r\nhello");
            assertThat(client.read().body()).isEqualTo("hello");

            client.send(post + "Transfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n");
            client.send("2\r\nde\r\n0\r\nX-T: 1\r\nHost: evil\r\n\r\n");
            assertThat(client.read().body())
                    .isEqualTo("3\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n");

            String large = "x".repeat(3_000_000);
            client.send(post + "Content-Length: " + large.length() + "\r\n\r\n" + large);
            assertThat(client.read().body()).isEqualTo(large);
        }
    }

    private static Origin echoingBodies() throws IOException {
        return Origin.scripted(talk -> {
            String request = talk.readRequest();
            while (request != null) {
                String body = request.substring(request.indexOf("\r\n\r\n") + 4);
                talk.send(Origin.ok(body));
                request = talk.readRequest();
            }
        });
    }

    @Test
    void passesAnExpectationToThePod() throws IOException {
        try (Origin careful =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 100 Continue\r\n\r\n");
                            talk.in().readNBytes(4);
                            talk.send(Origin.ok("done"));
                        });
                Client client = gateway.serving(careful).connect()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: shop.test\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 4\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(100);

            assertThat(client.send("body").read().body()).isEqualTo("done");
            assertThat(careful.lastHead()).contains("\r\nExpect: 100-continue\r\n");
        }
    }

    @Test
    void serves10ClientsByTheirRules() throws IOException {
        try (Client client = gateway.connect()) {
            Reply kept =
                    client.send(
                                    "GET / HTTP/1.0\r\nHost: shop.test\r\nConnection: keep-alive\r\n\r\n")
                            .read();
            assertThat(kept.has("Connection: keep-alive")).isTrue();

            Reply last = client.send("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n").read();
            assertThat(last.has("Connection: close")).isTrue();
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() throws IOException {
        try (Client client = gateway.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");

            assertThat(client.read().has("Connection: close")).isTrue();
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void answersUnknownHostsAndUnavailableRoutes() throws IOException {
        try (Client client = gateway.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: nobody.test\r\n\r\n");
            Reply unknown = client.read();
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.has("Content-Type: text/plain; charset=utf-8")).isTrue();
            assertThat(unknown.body()).isEqualTo("404 Not Found\n");

            client.send("HEAD / HTTP/1.1\r\nHost: nobody.test\r\n\r\n");
            assertThat(client.readHeadOnly().has("Content-Length: 14")).isTrue();

            gateway.serving(
                    List.of(), new RouteAction.Unavailable(Reason.BACKEND_NOT_FOUND), List.of());
            assertThat(client.get("/").read().status()).isEqualTo(503);
        }
    }

    @Test
    void answers503WithoutEndpoints() throws IOException {
        gateway.serving();
        try (Client client = gateway.connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(503);
        }
    }

    @Test
    void redirectsToHttpsButNotChallenges() throws IOException {
        Filter filter = new Filter.HttpsRedirect(308, List.of("/.well-known/acme-challenge/"));
        RouteAction forward = new RouteAction.Forward(Gateway.SHOP, ForwardPolicy.DEFAULT);
        gateway.serving(List.of(filter), forward, Gateway.endpoints(pod));
        try (Client client = gateway.connect()) {
            Reply reply = client.send("GET /a?b HTTP/1.1\r\nHost: shop.test:81\r\n\r\n").read();
            assertThat(reply.status()).isEqualTo(308);
            assertThat(reply.has("Location: https://shop.test/a?b")).isTrue();

            assertThat(client.get("/.well-known/acme-challenge/x").read().status()).isEqualTo(200);
        }
    }

    @Test
    void balancesEvenlyOverPods() throws IOException {
        List<Origin> pods = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pods.add(Origin.saying("pod"));
        }
        gateway.serving(pods.toArray(Origin[]::new));
        try (Client client = gateway.connect()) {
            for (int i = 0; i < 30; i++) {
                client.get("/").read();
            }
        }
        assertThat(pods).allSatisfy(each -> assertThat(each.heads()).hasSize(10));
        for (Origin each : pods) {
            each.close();
        }
    }

    @Test
    void cancelsUpstreamWhenTheClientIsGone() throws IOException {
        try (Origin silent = Origin.scripted(talk -> talk.in().readAllBytes())) {
            gateway.serving(silent);
            Client client = gateway.connect().get("/");
            await().until(() -> silent.connections() == 1);

            client.close();

            await().until(() -> silent.ended() == 1);
        }
    }

    @Test
    void servesAClientThatHasEndedItsSide() throws IOException {
        try (Client client = gateway.connect().get("/")) {
            client.socket().shutdownOutput();

            assertThat(client.read().body()).isEqualTo("hello");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void worksOnNio() throws IOException {
        try (Gateway nio = Gateway.nio(Gateway.settings()).serving(pod);
                Client client = nio.connect()) {
            assertThat(client.get("/").read().body()).isEqualTo("hello");
            assertThat(client.get("/").read().body()).isEqualTo("hello");
        }
    }
}
