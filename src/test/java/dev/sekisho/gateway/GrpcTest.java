package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.BodyPolicy;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RouteAction;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of gRPC: what its clients are told by us, and streams that stay open.
class GrpcTest {

    private static final ForwardPolicy HASTY =
            new ForwardPolicy(
                    Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(1), 1, 0);

    private static final ForwardPolicy LIMITED =
            ForwardPolicy.DEFAULT.withGrpcLimit(Duration.ofSeconds(20));

    private static final int NO_ERROR = 0;
    private static final int CANCEL = 8;

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private FrameClient connect() throws IOException {
        return FrameClient.connect(gateway.port());
    }

    private static String[] call(String... more) {
        return FrameClient.request("POST", "/shop.Api/Get", more);
    }

    private void serving(RouteAction action, List<Endpoint> endpoints) {
        gateway.serving(List.of(), action, endpoints);
    }

    private Http2Headers answerToCall(String type) throws IOException {
        try (FrameClient client = connect()) {
            client.headers(1, FrameClient.NO_FLAGS, call("content-type", type, "te", "trailers"));
            client.data(1, "\0\0\0\0\0", FrameClient.END_STREAM);
            return client.headOnly(1);
        }
    }

    private void assertStatus(String type, int code) throws IOException {
        Http2Headers head = answerToCall(type);
        assertThat(head.status()).hasToString("200");
        assertThat(head.get("content-type")).hasToString("application/grpc");
        assertThat(head.get("grpc-status")).hasToString("" + code);
        assertThat(head.get("grpc-message")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc", "application/grpc+proto", "Application/gRPC; a=b"})
    void withoutAnEndpointTheServiceIsUnavailable(String type) throws IOException {
        serving(new RouteAction.Forward(Gateway.SHOP_H2C, ForwardPolicy.DEFAULT), List.of());
        assertStatus(type, 14);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web", "application/json", "text/plain"})
    void whatIsNotGrpcIsAnsweredInHttp(String type) throws IOException {
        serving(new RouteAction.Unavailable(Reason.BACKEND_NOT_FOUND), List.of());
        try (FrameClient client = connect()) {
            client.headers(1, FrameClient.END_STREAM, call("content-type", type));
            assertThat(client.answer(1).status()).isEqualTo(503);
        }
    }

    @Test
    void aShutRouteIsUnavailable() throws IOException {
        serving(new RouteAction.Unavailable(Reason.BACKEND_NOT_FOUND), List.of());
        assertStatus("application/grpc", 14);
    }

    @Test
    void aPodThatCannotBeReachedIsUnavailable() throws IOException {
        Endpoint gone;
        try (Http2Pod pod = Http2Pod.saying("x")) {
            gone = pod.endpoint();
        }
        serving(new RouteAction.Forward(Gateway.SHOP_H2C, ForwardPolicy.DEFAULT), List.of(gone));
        assertStatus("application/grpc", 14);
    }

    @Test
    void aPodThatDoesNotSpeakHttp2InTimeIsUnavailable() throws IOException {
        try (Origin silent = Origin.scripted(talk -> talk.readRequest())) {
            serving(new RouteAction.Forward(Gateway.SHOP_H2C, HASTY), Gateway.endpoints(silent));
            assertStatus("application/grpc", 14);
        }
    }

    @Test
    void aPodThatDoesNotAnswerInTimeHasExceededTheDeadline() throws IOException {
        try (Http2Pod pod = Http2Pod.answering((request, talk) -> {})) {
            gateway.servingHttp2(HASTY, pod);
            assertStatus("application/grpc", 4);
        }
    }

    @Test
    void aHostThatNobodyServesIsUnimplemented() throws IOException {
        try (FrameClient client = connect()) {
            String[] call = call("content-type", "application/grpc");
            call[7] = "nobody.test";
            client.headers(1, FrameClient.END_STREAM, call);
            assertThat(client.headOnly(1).get("grpc-status")).hasToString("12");
        }
    }

    /// The table of gRPC, and what is known better.
    @ParameterizedTest
    @CsvSource({
        "400, 13", "401, 16", "403, 7", "404, 12", "408, 4", "413, 8", "429, 14", "431, 8",
        "500, 2", "502, 14", "503, 14",
    })
    void statusesOfHttpHaveOneOfGrpc(int status, int code) {
        assertThat(GrpcStatus.of(status, true)).isEqualTo(code);
        assertThat(GrpcStatus.of(status, false)).isEqualTo(code);
    }

    @Test
    void aStreamOfBothSidesOutlivesTheReadTimeout() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    int id = talk.await(f -> f.type() == FrameClient.HEADERS).stream();
                    talk.headers(id, FrameClient.NO_FLAGS, ":status", "200");
                    String first = talk.await(FrameClient.DATA, id).text();
                    String second = talk.await(FrameClient.DATA, id).text();
                    talk.data(id, first + second, FrameClient.NO_FLAGS);
                    talk.headers(id, FrameClient.END_STREAM, "grpc-status", "0");
                    over.countDown();
                    while (talk.read() != null) {}
                })) {
            gateway.servingHttp2(HASTY, pod);
            try (FrameClient client = connect()) {
                client.headers(1, FrameClient.NO_FLAGS, call("content-type", "application/grpc"));
                client.await(FrameClient.HEADERS, 1);
                client.data(1, "one", FrameClient.NO_FLAGS);
                assertThat(over.await(1, TimeUnit.SECONDS))
                        .as("three times the read time-out")
                        .isFalse();
                client.data(1, "two", FrameClient.NO_FLAGS);
                assertThat(client.await(FrameClient.DATA, 1).text()).isEqualTo("onetwo");
                Http2Headers trailers = client.decode(client.await(FrameClient.HEADERS, 1));
                assertThat(trailers.get("grpc-status")).hasToString("0");
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /// The call is older than a request on the same connection that is given up for its pause.
    @Test
    void aQuietStreamOfTheClientIsForItsPodToJudge() throws IOException {
        try (Gateway impatient = new Gateway(Gateway.settings(impatient()));
                Http2Pod pod =
                        Http2Pod.answering((request, talk) ->
                                Http2Pod.say(talk, request.stream(), request.body()));
                FrameClient client = FrameClient.connect(impatient.port())) {
            impatient.servingHttp2(pod);
            client.headers(1, FrameClient.NO_FLAGS, call("content-type", "application/grpc"));
            client.data(1, "early", FrameClient.NO_FLAGS);
            client.headers(3, FrameClient.NO_FLAGS, call("content-type", "text/plain"));
            assertThat(client.answer(3).status()).isEqualTo(408);
            client.data(1, " and late", FrameClient.END_STREAM);
            assertThat(client.answer(1).body()).isEqualTo("early and late");
        }
    }

    /// Its pod does not know of it yet.
    @Test
    void aCallThatIsKeptWholeComesInTime() throws IOException {
        ForwardPolicy whole =
                ForwardPolicy.DEFAULT.with(new BodyPolicy(BodyPolicy.Passing.WHOLE, 1 << 20));
        try (Gateway impatient = new Gateway(Gateway.settings(impatient()));
                Http2Pod pod = Http2Pod.saying("x");
                FrameClient client = FrameClient.connect(impatient.port())) {
            impatient.servingHttp2(whole, pod);
            client.headers(1, FrameClient.NO_FLAGS, call("content-type", "application/grpc"));
            assertThat(client.headOnly(1).get("grpc-status")).hasToString("4");
            assertThat(pod.connections()).isZero();
        }
    }

    private static ClientSettings impatient() {
        Duration patience = Duration.ofSeconds(60);
        Duration pause = Duration.ofMillis(500);
        return new ClientSettings(
                new ClientTimeouts(patience, pause, patience, patience, patience, patience),
                1000,
                TrustedProxies.NONE,
                ClientSettings.DEFAULT.rates());
    }

    @ParameterizedTest
    @CsvSource({"200m, 200", "1S, 1000", "99999999H, 1000", "fast, 1000", "2, 1000", "'', 1000"})
    void aCallEndsAfterItsTimeoutAndTheLimitAtTheLatest(String timeout, int millis)
            throws IOException {
        ForwardPolicy limited = ForwardPolicy.DEFAULT.withGrpcLimit(Duration.ofSeconds(1));
        try (Http2Pod pod = Http2Pod.answering((request, talk) -> {})) {
            gateway.servingHttp2(limited, pod);
            try (FrameClient client = connect()) {
                long begin = System.nanoTime();
                client.headers(
                        1,
                        FrameClient.END_STREAM,
                        call("content-type", "application/grpc", "grpc-timeout", timeout));
                assertThat(client.headOnly(1).get("grpc-status")).hasToString("4");
                assertThat(System.nanoTime() - begin).isGreaterThan(millis * 900_000L);
            }
        }
    }

    @Test
    void aCallThatHasBegunToAnswerEndsWithItsStatusAfterItsTimeout() throws IOException {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Http2Pod pod = beginning(cancelled, "content-type", "application/grpc+proto")) {
            gateway.servingHttp2(LIMITED, pod);
            try (FrameClient client = connect()) {
                client.headers(1, FrameClient.END_STREAM, briefCall());
                FrameClient.Answer answer = client.answer(1);
                assertThat(answer.body()).isEqualTo("begun");
                assertThat(answer.trailers().get("grpc-status")).hasToString("4");
                assertThat(answer.trailers().get("grpc-message")).isNotEmpty();
                awaited(cancelled);
            }
        }
    }

    /// What has not ended on the client's side either is not waited for.
    @Test
    void aStreamOfBothSidesEndsWithItsStatusAfterItsTimeout() throws IOException {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Http2Pod pod = beginning(cancelled, "content-type", "application/grpc")) {
            gateway.servingHttp2(LIMITED, pod);
            try (FrameClient client = connect()) {
                client.headers(1, FrameClient.NO_FLAGS, briefCall());
                assertThat(client.answer(1).trailers().get("grpc-status")).hasToString("4");
                assertThat(client.await(FrameClient.RESET, 1).number()).isEqualTo(NO_ERROR);
                awaited(cancelled);
            }
        }
    }

    /// Its end must not be taken for that of the whole.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type text/plain",
                "content-type application/grpc content-length 100"
            })
    void anAnswerToACallThatIsNoneIsCancelledAfterItsTimeout(String fields) throws IOException {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Http2Pod pod = beginning(cancelled, fields.split(" "))) {
            gateway.servingHttp2(LIMITED, pod);
            try (FrameClient client = connect()) {
                client.headers(1, FrameClient.END_STREAM, briefCall());
                assertThat(client.await(FrameClient.RESET, 1).number()).isEqualTo(CANCEL);
                awaited(cancelled);
            }
        }
    }

    private static String[] briefCall() {
        return call("content-type", "application/grpc", "grpc-timeout", "200m");
    }

    /// A pod that begins to answer with these fields, and goes on until it is reset.
    private static Http2Pod beginning(CountDownLatch cancelled, String... fields)
            throws IOException {
        List<String> head = new ArrayList<>(List.of(":status", "200"));
        head.addAll(List.of(fields));
        return Http2Pod.scripted(talk -> {
            int id = talk.await(f -> f.type() == FrameClient.HEADERS).stream();
            talk.headers(id, FrameClient.NO_FLAGS, head.toArray(String[]::new));
            talk.data(id, "begun", FrameClient.NO_FLAGS);
            if (talk.await(FrameClient.RESET, id).number() == CANCEL) {
                cancelled.countDown();
            }
            while (talk.read() != null) {}
        });
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(8, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whatIsNotACallHasNoSuchLimit() throws IOException {
        ForwardPolicy limited = HASTY.withGrpcLimit(Duration.ofMillis(50));
        try (Http2Pod pod = Http2Pod.answering((request, talk) -> {})) {
            gateway.servingHttp2(limited, pod);
            try (FrameClient client = connect()) {
                long begin = System.nanoTime();
                client.get(1, "/", "grpc-timeout", "1m");
                assertThat(client.answer(1).status()).isEqualTo(504);
                assertThat(System.nanoTime() - begin).isGreaterThan(270_000_000L);
            }
        }
    }
}
