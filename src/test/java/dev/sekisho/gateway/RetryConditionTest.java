package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.model.http.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What makes a request go to another endpoint, and what bounds that.
class RetryConditionTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 0\r\n\r\n";

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static ForwardPolicy on(RetryCondition... conditions) {
        Set<RetryCondition> set = EnumSet.noneOf(RetryCondition.class);
        set.addAll(List.of(conditions));
        return new ForwardPolicy(LONG, LONG, LONG, 3, 0).with(RetryPolicy.DEFAULT.on(set));
    }

    private static ForwardPolicy hasty(ForwardPolicy policy) {
        return new ForwardPolicy(LONG, SHORT, LONG, 3, 0).with(policy.retries());
    }

    private List<Integer> statuses(int count, String request) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        try (Client client = gateway.connect()) {
            for (int i = 0; i < count; i++) {
                statuses.add(client.send(request).read().status());
            }
        }
        return statuses;
    }

    private List<Integer> gets(int count) throws IOException {
        return statuses(count, "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
    }

    private double retries(String condition) {
        return Samples.of(gateway, "sekisho_upstream_retries_total{" + condition + "}");
    }

    private static Origin failing(int status) throws IOException {
        return Origin.answering("HTTP/1.1 " + status + " Failed\r\nContent-Length: 4\r\n\r\nfail");
    }

    @ParameterizedTest
    @EnumSource(
            value = RetryCondition.class,
            names = {
                "HTTP_500",
                "HTTP_502",
                "HTTP_503",
                "HTTP_504",
                "HTTP_403",
                "HTTP_404",
                "HTTP_429"
            })
    void anAnswerOfTheStatusIsDroppedForThatOfAnotherPod(RetryCondition condition)
            throws IOException {
        int status = Integer.parseInt(condition.text().substring(5));
        try (Origin bad = failing(status);
                Origin good = Origin.saying("hello")) {
            gateway.serving(on(condition), Gateway.endpoints(bad, good));

            assertThat(gets(6)).containsOnly(200);
            assertThat(bad.heads()).hasSize(3);
            assertThat(retries(condition.text())).isEqualTo(3);
        }
    }

    @Test
    void otherStatusesAndOtherMethodsGetTheAnswerAsItIs() throws IOException {
        try (Origin bad = failing(503);
                Origin good = Origin.saying("hello")) {
            gateway.serving(on(RetryCondition.HTTP_500), Gateway.endpoints(bad, good));
            assertThat(gets(4)).containsOnly(200, 503);

            gateway.serving(on(RetryCondition.HTTP_503), Gateway.endpoints(bad, good));
            assertThat(statuses(4, POST)).containsOnly(200, 503);
        }
    }

    @Test
    void thePodsOwnAnswerIsPassedOnWhereNoOtherPodIsLeft() throws IOException {
        try (Origin one = failing(503);
                Origin other = failing(503);
                Client client =
                        gateway.serving(on(RetryCondition.HTTP_503), Gateway.endpoints(one, other))
                                .connect()) {
            assertThat(client.get("/").read().body()).isEqualTo("fail");
            assertThat(one.heads().size() + other.heads().size()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsTriedAgainWhenItIsOff() throws IOException {
        try (Origin good = Origin.saying("hello")) {
            gateway.serving(on(), List.of(Dead.refusing(), good.endpoint()));

            assertThat(gets(4)).containsOnly(200, 502);
        }
    }

    @Test
    void aPodThatIsSilentForTooLongIsLeftForAnother() throws IOException {
        try (Origin silent = Origin.scripted(talk -> talk.in().readAllBytes());
                Origin good = Origin.saying("hello")) {
            gateway.serving(hasty(ForwardPolicy.DEFAULT), Gateway.endpoints(silent, good));

            assertThat(gets(2)).containsOnly(200);
            await().until(() -> silent.ended() == 1);
            assertThat(retries("timeout")).isEqualTo(1);
        }
    }

    @Test
    void withoutTheConditionSilenceIsA504() throws IOException {
        try (Origin silent = Origin.scripted(talk -> talk.in().readAllBytes());
                Origin good = Origin.saying("hello")) {
            gateway.serving(hasty(on(RetryCondition.ERROR)), Gateway.endpoints(silent, good));

            assertThat(gets(2)).containsExactlyInAnyOrder(200, 504);
        }
    }

    @Test
    void anAnswerThatIsNoHttpIsDroppedOnlyIfAskedFor() throws IOException {
        try (Origin bad = Origin.answering("220 mail\r\n\r\n");
                Origin good = Origin.saying("hello")) {
            gateway.serving(on(RetryCondition.INVALID_HEADER), Gateway.endpoints(bad, good));
            assertThat(gets(4)).containsOnly(200);

            gateway.serving(on(RetryCondition.ERROR), Gateway.endpoints(bad, good));
            assertThat(gets(4)).containsOnly(200, 502);
        }
    }

    @Test
    void aPostThatWasSentGoesElsewhereOnlyIfAskedFor() throws IOException {
        try (Origin dying = Origin.scripted(talk -> talk.readHead());
                Origin good = Origin.saying("hello")) {
            gateway.serving(
                    on(RetryCondition.ERROR, RetryCondition.NON_IDEMPOTENT),
                    Gateway.endpoints(dying, good));
            assertThat(statuses(4, POST)).containsOnly(200);

            gateway.serving(on(RetryCondition.ERROR), Gateway.endpoints(dying, good));
            assertThat(statuses(4, POST)).containsOnly(200, 502);
        }
    }

    @Test
    void aPartOfAHeadThatNobodySawDoesNotBindTheClient() throws IOException {
        try (Origin dying =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nX-Half:");
                        });
                Origin good = Origin.saying("hello")) {
            gateway.serving(dying, good);

            assertThat(gets(4)).containsOnly(200);
        }
    }

    @Test
    void afterAnInterimAnswerNothingIsTriedAgain() throws IOException {
        try (Origin dying =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n");
                        });
                Client client = gateway.serving(dying, dying).connect()) {
            client.get("/");
            assertThat(client.readHead()).startsWith("HTTP/1.1 103 ");
            assertThat(client.read().status()).isEqualTo(502);
            assertThat(dying.heads()).hasSize(1);
        }
    }

    @Test
    void noAttemptBeginsAfterTheTimeIsOver() throws IOException {
        ForwardPolicy policy =
                hasty(ForwardPolicy.DEFAULT)
                        .with(RetryPolicy.DEFAULT.within(Duration.ofMillis(100)));
        try (Origin silent = Origin.scripted(talk -> talk.in().readAllBytes());
                Origin good = Origin.saying("hello")) {
            gateway.serving(policy, Gateway.endpoints(silent, good));

            assertThat(gets(2)).containsExactlyInAnyOrder(200, 504);
        }
    }

    @Test
    void zeroTriesAreAsManyAsThereArePods() throws IOException {
        ForwardPolicy policy = ForwardPolicy.DEFAULT.with(RetryPolicy.DEFAULT.withTries(0));
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            endpoints.add(Dead.refusing());
        }
        try (Origin good = Origin.saying("hello")) {
            endpoints.add(good.endpoint());
            gateway.serving(policy, endpoints);

            assertThat(gets(5)).containsOnly(200);
        }
    }

    @Test
    void aBackendThatFailsAsAWholeIsNotFloodedWithRetries() throws IOException {
        int count = 500;
        try (Origin one = failing(503);
                Origin two = failing(503);
                Origin three = failing(503)) {
            gateway.serving(on(RetryCondition.HTTP_503), Gateway.endpoints(one, two, three));

            assertThat(gets(count)).containsOnly(503);

            int sent = one.heads().size() + two.heads().size() + three.heads().size();
            assertThat(sent).isBetween(count + 30, count + count / 5 + 1);
            assertThat(Samples.of(gateway, "sekisho_upstream_retry_budget_exhausted_total"))
                    .isGreaterThan(300);
        }
    }
}
