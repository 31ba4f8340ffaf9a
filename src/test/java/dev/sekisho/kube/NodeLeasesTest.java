package dev.sekisho.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sekisho.kube.NodeLeases.OwnerPod;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How agents know of each other.
class NodeLeasesTest {

    private final KubernetesMockServer server = CrudServer.create();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();

    @BeforeEach
    void start() {
        server.init();
    }

    @AfterEach
    void stop() throws Exception {
        for (var it : open.reversed()) {
            it.close();
        }
        server.destroy();
    }

    @Test
    void nodesThatOfferSomethingKnowOfEachOther() {
        var one = node("node-1");
        var two = node("node-2");
        one.offer(sorted("pool"), true);
        two.offer(sorted("192.0.2.1", "pool"), true);
        await().until(() -> one.live().size() == 2 && two.live().size() == 2);
        assertThat(one.live()).containsEntry("node-2", sorted("192.0.2.1", "pool"));
        assertThat(heard.get()).isPositive();
    }

    @Test
    void aNodeThatOffersNothingSaysSoAtOnce() {
        var one = node("node-1");
        one.offer(sorted("pool"), true);
        await().until(() -> leases().size() == 1);
        one.offer(sorted(), true);
        await().until(() -> one.live().getOrDefault("node-1", sorted("?")).isEmpty());
        assertThat(leases()).hasSize(1);
    }

    @Test
    void aNodeIsUrgentOnceItsLeaseSaysSo() {
        var one = node("node-1");
        one.offer(sorted("pool"), false);
        await().until(() -> leases().size() == 1);
        assertThat(one.isUrgent()).isFalse();
        one.offer(sorted("pool"), true);
        await().until(one::isUrgent);
        assertThat(leases().getFirst().getMetadata().getAnnotations())
                .containsEntry("sekisho.dev/valid-millis", "1200");
    }

    @Test
    void aLeaseGoesWithItsPod() {
        node("node-1").offer(sorted("pool"), false);

        await().until(() -> leases().size() == 1);

        assertThat(leases().getFirst().getMetadata().getOwnerReferences())
                .extracting(
                        OwnerReference::getKind, OwnerReference::getName, OwnerReference::getUid)
                .containsOnly(tuple("Pod", "agent-of-node-1", "uid-of-node-1"));
    }

    @Test
    void aLeaseIsRenewed() {
        node("node-1").offer(sorted("pool"), true);
        await().until(() -> leases().size() == 1);
        var first = leases().getFirst().getSpec().getRenewTime();
        await().atMost(Duration.ofSeconds(3))
                .until(() -> !leases().getFirst().getSpec().getRenewTime().equals(first));
    }

    @Test
    void whoStopsIsGoneAtOnce() throws Exception {
        var one = node("node-1");
        var two = node("node-2");
        one.offer(sorted("pool"), true);
        two.offer(sorted("pool"), true);
        await().until(() -> one.live().size() == 2);
        two.close();
        await().atMost(Duration.ofSeconds(1))
                .until(() -> one.live().getOrDefault("node-2", sorted()).isEmpty());
    }

    private NodeLeases node(String name) {
        var client = server.createClient();
        open.add(client);
        var connection = ClusterConnection.to(client.getConfiguration());
        open.add(connection);
        var pod = Optional.of(new OwnerPod("agent-of-" + name, "uid-of-" + name));
        var leases = new NodeLeases(connection, "sekisho", name, pod, heard::incrementAndGet);
        open.add(leases);
        leases.start();
        return leases;
    }

    private List<Lease> leases() {
        try (var client = server.createClient()) {
            return client.leases().inNamespace("sekisho").list().getItems();
        }
    }

    private static SortedSet<String> sorted(String... texts) {
        return new TreeSet<>(List.of(texts));
    }
}
