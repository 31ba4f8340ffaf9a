package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Snapshots that replace each other under load, and the end of service.
class ChangeTest {

    @Test
    void aRemovedEndpointGetsNoMoreRequestsAndItsIdleConnectionsClose() throws IOException {
        try (Origin old = Origin.saying("old");
                Origin fresh = Origin.saying("new");
                Gateway gateway = new Gateway(Gateway.settings()).serving(old);
                Client client = gateway.connect()) {
            assertThat(client.get("/").read().body()).isEqualTo("old");

            gateway.serving(fresh);

            await().until(() -> old.ended() == 1);
            assertThat(client.get("/").read().body()).isEqualTo("new");
            assertThat(old.heads()).hasSize(1);
        }
    }

    @Test
    void aRequestThatIsUnderWayFinishesOnARemovedEndpoint() throws IOException {
        AtomicBoolean go = new AtomicBoolean();
        try (Origin slow =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            await().untilTrue(go);
                            talk.send(Origin.ok("late"));
                            talk.readHead();
                        });
                Origin fresh = Origin.saying("new");
                Gateway gateway = new Gateway(Gateway.settings()).serving(slow);
                Client client = gateway.connect().get("/")) {
            await().until(() -> slow.heads().size() == 1);
            gateway.serving(fresh);
            go.set(true);

            assertThat(client.read().body()).isEqualTo("late");
            await().until(() -> slow.ended() == 1);
        }
    }

    @Test
    void snapshotsCanChangeUnderLoadWithoutAFailure() throws Exception {
        List<Origin> pods = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pods.add(Origin.saying("pod"));
        }
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        try (Gateway gateway = new Gateway(Gateway.settings()).serving(pods.get(0))) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(CompletableFuture.runAsync(() -> load(gateway, over, served)));
            }
            for (int i = 0; i < 200; i++) {
                gateway.serving(pods.get(i % 4), pods.get((i + 1) % 4));
                int before = served.get();
                await().until(() -> served.get() > before + 5);
            }
            over.set(true);
            for (CompletableFuture<Void> client : clients) {
                client.get();
            }
        }
        for (Origin pod : pods) {
            pod.close();
        }
        assertThat(served.get()).isGreaterThan(1000);
    }

    private static void load(Gateway gateway, AtomicBoolean over, AtomicInteger served) {
        try (Client client = gateway.connect()) {
            for (int i = 0; !over.get() && i < 900; i++) {
                assertThat(client.get("/").read().body()).isEqualTo("pod");
                served.incrementAndGet();
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        if (!over.get()) {
            load(gateway, over, served);
        }
    }

    @Test
    void aDrainFinishesWhatRunsAndRefusesWhatComesAfter() throws IOException {
        AtomicBoolean go = new AtomicBoolean();
        GatewaySettings settings =
                new SettingsDraft().drainingAfter(Duration.ofMillis(200)).build();
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            await().untilTrue(go);
                            talk.send(Origin.ok("late"));
                            talk.readHead();
                        });
                Gateway gateway = new Gateway(settings).serving(pod);
                Client idle = gateway.connect();
                Client running = gateway.connect().get("/")) {
            await().until(() -> pod.heads().size() == 1);
            CompletableFuture<Void> done =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();

            assertThat(idle.rest()).isEmpty();
            assertThat(done).isNotDone();
            assertThatThrownBy(gateway::connect).isInstanceOf(IOException.class);
            go.set(true);

            Reply reply = running.read();
            assertThat(reply.body()).isEqualTo("late");
            assertThat(reply.has("Connection: close")).isTrue();
            await().until(done::isDone);
        }
    }

    @Test
    void aDrainEndsWithItsGraceAtTheLatest() throws IOException {
        GatewaySettings settings = new SettingsDraft().drainingAfter(Duration.ZERO).build();
        try (Origin pod = Origin.scripted(talk -> talk.in().readAllBytes());
                Gateway gateway = new Gateway(settings).serving(pod);
                Client stuck = gateway.connect().get("/")) {
            await().until(() -> pod.connections() == 1);

            CompletableFuture<Void> done =
                    gateway.plane().drain(Duration.ofMillis(300)).toCompletableFuture();

            await().until(done::isDone);
            await().until(() -> pod.ended() == 1);
            assertThat(stuck.rest()).isEmpty();
        }
    }

    @Test
    void aPortInUseIsNamedInOneLine() throws IOException {
        try (Gateway first = new Gateway(Gateway.settings())) {
            GatewaySettings same = Gateway.listening(first.port(), ListenSettings.OFF);

            assertThatThrownBy(() -> new Gateway(same))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + first.port())
                    .hasMessageNotContaining("\n");
        }
    }
}
