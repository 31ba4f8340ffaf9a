package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients and pods that keep to the letter of HTTP and mean harm, or are merely unusual.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class HostileTest {

    private static final String POST =
            "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 4\r\n\r\n";

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /// A client that asks for as little room in the kernel as there can be.
    private Client narrow() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
        return new Client(socket);
    }

    private static void awaitStall(Origin pod) {
        int[] seen = {-1};
        await().pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    boolean stalled = seen[0] == pod.heads().size() && seen[0] > 0;
                    seen[0] = pod.heads().size();
                    return stalled;
                });
    }

    @Test
    void aPipelineWhoseAnswersAreNotReadIsNotServedOn() throws IOException {
        String large = "x".repeat(30_000);
        try (Origin pod = Origin.saying(large);
                Client client = narrowOn(pod)) {
            for (int i = 0; i < 900; i++) {
                client.get("/");
            }
            awaitStall(pod);
            assertThat(pod.heads()).hasSizeLessThan(450);

            for (int i = 0; i < 900; i++) {
                assertThat(client.read().body()).hasSize(large.length());
            }
        }
    }

    private Client narrowOn(Origin pod) throws IOException {
        gateway.serving(pod);
        return narrow();
    }

    @Test
    void aConnectionIsNotReusedAfterAnEarlyResponse() throws IOException {
        CountDownLatch answered = new CountDownLatch(1);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            while (talk.readHead() != null) {
                                talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
                                answered.countDown();
                                talk.in().readNBytes(4);
                                talk.send("k");
                            }
                        });
                Gateway single =
                        new Gateway(Gateway.settings(), new EpollEventLoopGroup(1)).serving(pod);
                Client first = single.connect();
                Client second = single.connect()) {
            first.send(POST);
            first.readHead();
            first.send("body");
            assertThat(first.rest()).isEqualTo("ok");

            second.send(POST + "body");
            assertThat(second.read().body()).isEqualTo("ok");
            assertThat(pod.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 7", "Transfer-Encoding: chunked"})
    void aConnectionIsNotReusedAfterA204ThatAnnouncesABody(String field) throws IOException {
        try (Origin pod = Origin.answering("HTTP/1.1 204 No\r\n" + field + "\r\n\r\n");
                Client client = gateway.serving(pod).connect()) {
            Reply reply = client.get("/").read();
            assertThat(reply.names("Content-Length")).isFalse();
            assertThat(client.get("/").read().status()).isEqualTo(204);
            assertThat(pod.connections()).isEqualTo(2);
        }
    }

    @Test
    void aClientThatEndsItsSideLateStillGetsTheWholeAnswer() throws Exception {
        String large = "x".repeat(30_000);
        try (Origin pod = Origin.saying(large);
                Client client = narrowOn(pod)) {
            for (int i = 0; i < 900; i++) {
                client.get("/");
            }
            awaitStall(pod);
            int asked = pod.heads().size();
            client.socket().shutdownOutput();

            for (int i = 0; i < asked; i++) {
                assertThat(client.read().body()).hasSize(large.length());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {POST + "bo", "GET /b HTTP/1.1\r\nHost: sh"})
    void aRequestThatBeginsBehindAnotherAndNeverEndsIsGivenUp(String unfinished) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            Origin.awaited(ended);
                            talk.send(Origin.ok("done"));
                            talk.readRequest();
                        });
                Client client = gateway.serving(pod).connect()) {
            client.get("/a").send(unfinished);
            client.socket().shutdownOutput();
            await().until(() -> pod.heads().size() == 1);
            ended.countDown();

            assertThat(client.read().body()).isEqualTo("done");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void theLastAnswerArrivesThoughTheClientHasSentMore() throws IOException {
        GatewaySettings two = requestsPerConnection(2);
        try (Origin pod = Origin.saying("hello");
                Gateway strict = new Gateway(two).serving(pod);
                Client client = strict.connect()) {
            client.get("/").get("/").send("GET /more HTTP/1.1\r\nA: " + "b".repeat(900_000));

            assertThat(client.read().body()).isEqualTo("hello");
            assertThat(client.read().has("Connection: close")).isTrue();
            assertThat(client.rest()).isEmpty();
        }
    }

    private static GatewaySettings requestsPerConnection(int requests) {
        ClientSettings usual = ClientSettings.DEFAULT;
        return Gateway.settings(
                new ClientSettings(
                        usual.timeouts(), requests, usual.trustedProxies(), usual.rates()));
    }

    @Test
    void aSlowUploadIsNotTakenForASlowPod() throws Exception {
        Duration patient = Duration.ofSeconds(60);
        ForwardPolicy hasty = new ForwardPolicy(patient, Duration.ofSeconds(1), patient, 3, 0);
        CountDownLatch begun = new CountDownLatch(1);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            InputStream in = talk.in();
                            in.readNBytes(2);
                            begun.countDown();
                            in.readNBytes(2);
                            talk.send(Origin.ok("done"));
                        });
                Client client =
                        gateway.serving(hasty, Gateway.endpoints(pod))
                                .connect()
                                .send(POST + "bo")) {
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            // Longer than the pod may take: what is waited for is that nothing comes.
            client.socket().setSoTimeout(2500);
            assertThat(answersNothing(client)).isTrue();
            client.socket().setSoTimeout(10_000);

            assertThat(client.send("dy").read().body()).isEqualTo("done");
        }
    }

    private static boolean answersNothing(Client client) throws IOException {
        try {
            client.in().read();
            return false;
        } catch (java.net.SocketTimeoutException quiet) {
            return true;
        }
    }
}
