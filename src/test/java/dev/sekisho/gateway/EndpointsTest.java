package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.upstream.UpstreamSettings;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.HashSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Pods that die, come and go under load.
class EndpointsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ForwardPolicy HASTY =
            new ForwardPolicy(Duration.ofMillis(300), LONG, LONG, 3, 0);
    private static final String EJECTED = "sekisho_endpoints_ejected{shop,web,80}";
    private static final String EJECTIONS = "sekisho_endpoint_ejections_total{shop,web,80}";

    /// Clients that send GETs until told to stop; every answer but 200 is a failure.
    private static final class Load implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger served = new AtomicInteger();
        private final List<CompletableFuture<Void>> clients = new ArrayList<>();

        Load(Gateway gateway, int count) {
            for (int i = 0; i < count; i++) {
                clients.add(
                        CompletableFuture.runAsync(() -> run(gateway), Thread::startVirtualThread));
            }
        }

        private void run(Gateway gateway) {
            while (!over.get()) {
                try (Client client = gateway.connect()) {
                    for (int i = 0; !over.get() && i < 900; i++) {
                        assertThat(client.get("/").read().status()).isEqualTo(200);
                        served.incrementAndGet();
                    }
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
            }
        }

        void serveMore(int count) {
            int before = served.get();
            await().until(() -> served.get() >= before + count || hasFailed());
        }

        private boolean hasFailed() {
            return clients.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
        }

        @Override
        public void close() {
            finish();
        }

        void finish() {
            over.set(true);
            clients.forEach(CompletableFuture::join);
        }
    }

    @Test
    void onePodOfThreeThatRefusesFailsNoGetAndIsLeftOut() throws IOException {
        try (Origin one = Origin.saying("pod");
                Origin two = Origin.saying("pod");
                Gateway gateway = new Gateway(Gateway.settings())) {
            List<Endpoint> endpoints = List.of(one.endpoint(), Dead.refusing(), two.endpoint());
            gateway.serving(HASTY, endpoints);
            try (Load load = new Load(gateway, 8)) {
                load.serveMore(2000);
            }
            assertThat(Samples.of(gateway, EJECTIONS)).isEqualTo(1);
            assertThat(Samples.of(gateway, EJECTED)).isEqualTo(1);
            assertThat(Samples.of(gateway, "sekisho_upstream_retries_total{error}")).isLessThan(20);
        }
    }

    @Test
    void onePodOfThreeThatSwallowsConnectsFailsNoGet() throws IOException {
        try (Origin one = Origin.saying("pod");
                Origin two = Origin.saying("pod");
                Dead silent = Dead.silent();
                Gateway gateway = new Gateway(Gateway.settings())) {
            gateway.serving(HASTY, List.of(one.endpoint(), silent.endpoint(), two.endpoint()));
            try (Load load = new Load(gateway, 8)) {
                load.serveMore(500);
                await().until(() -> Samples.of(gateway, EJECTED) == 1);
                load.serveMore(1000);
            }
        }
    }

    @Test
    void aConnectThatManyRequestsWaitForFailsOnce() throws IOException {
        try (Http2Pod pod = Http2Pod.saying("here");
                Gateway gateway = new Gateway(Gateway.settings())) {
            gateway.servingHttp2(HASTY, List.of(pod.endpoint(), Dead.refusing()));
            try (FrameClient client = FrameClient.connect(gateway.port())) {
                client.getAtOnce(8, "/");
                for (int i = 0; i < 8; i++) {
                    client.await(FrameClient.Frame::ends);
                }
                assertThat(Samples.of(gateway, EJECTIONS)).isZero();
            }
        }
    }

    @Test
    void aPodThatSwallowsConnectsMakesNobodyWaitTwice() throws IOException {
        try (Origin one = Origin.saying("pod");
                Dead silent = Dead.silent();
                Gateway gateway = new Gateway(Gateway.settings())) {
            gateway.serving(HASTY, List.of(one.endpoint(), silent.endpoint()));
            try (Client client = gateway.connect()) {
                for (int i = 0; i < 10; i++) {
                    assertThat(client.get("/").read().status()).isEqualTo(200);
                }
            }
            assertThat(Samples.of(gateway, "sekisho_upstream_retries_total{timeout}")).isOne();
        }
    }

    @Test
    void onePodOfThreeThatDiesUnderLoadFailsNoGet() throws IOException {
        try (Origin one = Origin.saying("pod");
                Origin dying = Origin.saying("pod");
                Origin two = Origin.saying("pod");
                Gateway gateway = new Gateway(Gateway.settings()).serving(one, dying, two);
                Load load = new Load(gateway, 8)) {
            load.serveMore(1000);

            dying.die();

            load.serveMore(3000);
        }
    }

    @Test
    void aPodThatComesBackGetsRequestsAgain() throws IOException {
        Endpoint address = Dead.refusing();
        try (Origin one = Origin.saying("pod");
                Gateway gateway = new Gateway(Gateway.settings())) {
            gateway.serving(HASTY, List.of(one.endpoint(), address));
            try (Load load = new Load(gateway, 4)) {
                await().until(() -> Samples.of(gateway, EJECTED) == 1);
                try (Origin back = Origin.sayingAt(address, "pod")) {
                    await().atMost(Duration.ofSeconds(20)).until(() -> back.heads().size() > 100);
                    assertThat(Samples.of(gateway, EJECTED)).isZero();
                    load.finish();
                }
            }
        }
    }

    @Test
    void whereAllPodsRefuseAllAreTried() throws IOException {
        List<Endpoint> nobody = List.of(Dead.refusing(), Dead.refusing());
        try (Gateway gateway = new Gateway(Gateway.settings()).serving(HASTY, nobody);
                Client client = gateway.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(502);
            }
            assertThat(Samples.of(gateway, EJECTED)).isEqualTo(1);
            try (Origin back = Origin.sayingAt(nobody.get(1), "pod");
                    Origin other = Origin.sayingAt(nobody.get(0), "pod")) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
                assertThat(back.heads().size() + other.heads().size()).isEqualTo(1);
            }
        }
    }

    @Test
    void aRemovedPodGetsNothingNewUnderLoad() throws IOException {
        try (Origin one = Origin.saying("pod");
                Origin leaving = Origin.saying("pod");
                Gateway gateway = new Gateway(Gateway.settings()).serving(one, leaving);
                Load load = new Load(gateway, 8)) {
            load.serveMore(1000);

            gateway.serving(one);
            await().atMost(Duration.ofMillis(500))
                    .until(() -> leaving.ended() == leaving.connections());
            int heads = leaving.heads().size();
            load.serveMore(1000);

            assertThat(leaving.heads()).hasSize(heads);
        }
    }

    @Test
    void aPodThatIsRemovedWhileWeConnectGetsNoRequest() throws IOException {
        ForwardPolicy patient = new ForwardPolicy(LONG, LONG, LONG, 1, 0);
        try (Dead slow = Dead.silent();
                Origin other = Origin.saying("other");
                Gateway gateway = new Gateway(Gateway.settings());
                Client client =
                        gateway.serving(patient, List.of(slow.endpoint())).connect().get("/")) {
            await().until(() -> gateway.plane().openConnections() == 1);
            gateway.serving(patient, Gateway.endpoints(other));

            slow.accept();

            assertThat(client.read().body()).isEqualTo("other");
        }
    }

    @Test
    void aPodThatClosesAfterEveryAnswerWithoutSayingSoFailsNoGet() throws IOException {
        try (Origin rude =
                        Origin.scripted(talk -> {
                            talk.readRequest();
                            talk.send(Origin.ok("pod"));
                        });
                Gateway gateway = new Gateway(Gateway.settings()).serving(rude);
                Load load = new Load(gateway, 4)) {
            load.serveMore(2000);
        }
    }

    @Test
    void idleConnectionsAreClosedFromOurSide() throws IOException {
        UpstreamSettings brief =
                new UpstreamSettings(Duration.ofMillis(250), 1000, 32, 20, 3, Duration.ZERO);
        try (Origin pod = Origin.saying("pod");
                Gateway gateway =
                        new Gateway(new SettingsDraft().with(brief).build()).serving(pod);
                Client client = gateway.connect()) {
            client.get("/").read();

            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void connectionsCarryNoMoreRequestsThanTheyMay() throws IOException {
        UpstreamSettings few = new UpstreamSettings(LONG, 3, 32, 20, 3, Duration.ZERO);
        try (Origin pod = Origin.saying("pod");
                Gateway gateway = new Gateway(new SettingsDraft().with(few).build()).serving(pod);
                Client client = gateway.connect()) {
            for (int i = 0; i < 9; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }
            assertThat(pod.connections()).isEqualTo(3);
        }
    }

    private static ForwardPolicy hashing(HashSource source) {
        return ForwardPolicy.DEFAULT.with(new Balancing.ConsistentHash(source));
    }

    private static Set<String> pods(Gateway gateway, String request) throws IOException {
        Set<String> pods = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
            try (Client client = gateway.connect()) {
                pods.add(client.send(request).read().body());
            }
        }
        return pods;
    }

    private static String with(String field) {
        return "GET /a?b HTTP/1.1\r\nHost: shop.test\r\n" + field + "\r\n\r\n";
    }

    @Test
    void theSameKeyGoesToTheSamePod() throws IOException {
        try (Origin a = Origin.saying("a");
                Origin b = Origin.saying("b");
                Origin c = Origin.saying("c");
                Gateway gateway = new Gateway(Gateway.settings())) {
            List<Endpoint> endpoints = Gateway.endpoints(a, b, c);
            gateway.serving(hashing(new HashSource.Header("x-user")), endpoints);
            Set<String> all = new TreeSet<>();
            for (int user = 0; user < 20; user++) {
                Set<String> pods = pods(gateway, with("X-USER: u" + user));
                assertThat(pods).hasSize(1);
                all.addAll(pods);
            }
            assertThat(all).containsExactly("a", "b", "c");
            assertThat(pods(gateway, with("X-User-Id: u"))).hasSizeGreaterThan(1);

            gateway.serving(hashing(new HashSource.Cookie("sid")), endpoints);
            assertThat(pods(gateway, with("Cookie: xsid=1; sid=7"))).hasSize(1);
            assertThat(pods(gateway, with("Cookie: xsid=1; sid=7; b=c")))
                    .isEqualTo(pods(gateway, with("Cookie: sid=7")));

            gateway.serving(hashing(new HashSource.RequestUri()), endpoints);
            assertThat(pods(gateway, with("A: b"))).hasSize(1);

            gateway.serving(hashing(new HashSource.ClientAddress()), endpoints);
            assertThat(pods(gateway, with("A: b"))).hasSize(1);
        }
    }

    @Test
    void aKeyMayBeLongerThanWhatIsLeftOfTheHead() throws IOException {
        String start = "GET / HTTP/1.1\r\nHost: shop.test\r\nB: ";
        String end = "\r\nA: b\r\n\r\n";
        String request = start + "x".repeat(1024 - start.length() - end.length()) + end;
        try (Origin pod = Origin.saying("a");
                Gateway gateway = new Gateway(Gateway.settings())) {
            ForwardPolicy policy = hashing(new HashSource.Header("x-customer"));
            try (Client client = gateway.serving(policy, Gateway.endpoints(pod)).connect()) {
                assertThat(client.send(request).read().body()).isEqualTo("a");
            }
        }
    }
}
