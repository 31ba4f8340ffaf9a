package dev.sekisho.kube;

import static dev.sekisho.kube.Samples.ingress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.kube.KubernetesStatusSettings.OnShutdown;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Publication;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.PublishedIngress;
import dev.sekisho.model.Reason;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.tls.TlsTable;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What reaches the API server of a programmed snapshot.
class KubernetesStatusTest {

    private static final PublishedAddress IP = new PublishedAddress.Ip("192.0.2.1");
    private static final PublishedAddress NAME = new PublishedAddress.Hostname("edge.example");
    private static final ObjectRef WEB = ObjectRef.ingress("shop", "web");

    private final KubernetesMockServer server = CrudServer.create();
    private final List<AutoCloseable> open = new ArrayList<>();
    private KubernetesClient client;
    private int generation;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient();
        open.add(client);
        client.resource(ingress("shop", "web", "web.example", "")).create();
    }

    @AfterEach
    void stop() throws Exception {
        for (var it : open.reversed()) {
            it.close();
        }
        server.destroy();
    }

    @Test
    void addressesAreWritten() {
        var status = replica("a");
        program(status, served(List.of(), IP, NAME));
        await().until(() -> shown().equals(List.of("192.0.2.1", "edge.example")));
        assertThat(web().getSpec().getRules().getFirst().getHost()).isEqualTo("web.example");
    }

    @Test
    void theSubResourceIsPatchedInOurName() throws Exception {
        var status = replica("a");
        program(status, served(List.of(), IP));
        await().until(() -> shown().equals(List.of("192.0.2.1")));
        var patch = server.takeRequest(5, TimeUnit.SECONDS);
        while (!patch.getPath().contains("/status")) {
            patch = server.takeRequest(5, TimeUnit.SECONDS);
        }
        assertThat(patch.getMethod()).isEqualTo("PATCH");
        assertThat(patch.getHeader("Content-Type")).startsWith("application/merge-patch+json");
        assertThat(patch.getPath()).endsWith("/ingresses/web/status?fieldManager=sekisho");
    }

    @Test
    void aReleasedIngressIsCleared() {
        show(IP);
        var status = replica("a");
        var released = List.of(new PublishedIngress(WEB, List.of(IP)));
        program(status, new Publication(List.of(NAME), List.of(), released));
        await().until(() -> shown().isEmpty());
    }

    @Test
    void onlyTheHolderWritesAndTheNextOneTakesTheWorkOver() throws Exception {
        var a = replica("a");
        await().until(a::isLeader);
        var b = replica("b");
        program(b, served(List.of(), IP));
        await().during(1, TimeUnit.SECONDS).until(() -> shown().isEmpty());
        a.close();
        await().until(() -> shown().equals(List.of("192.0.2.1")));
    }

    @Test
    void anIngressThatIsGoneIsNoTrouble() {
        var status = replica("a");
        var gone = new PublishedIngress(ObjectRef.ingress("shop", "gone"), List.of());
        var web = new PublishedIngress(WEB, List.of());
        program(status, new Publication(List.of(IP), List.of(gone, web), List.of()));
        await().until(() -> shown().equals(List.of("192.0.2.1")));
    }

    @Test
    void theLastReplicaClearsWhenItStops() {
        var status = replica("a");
        program(status, served(List.of(), IP));
        await().until(() -> shown().equals(List.of("192.0.2.1")));
        status.close();
        assertThat(shown()).isEmpty();
        assertThat(lease().getSpec().getHolderIdentity()).isEmpty();
    }

    @Test
    void aHolderThatIsNotTheLastLeavesStatusesAsTheyAre() {
        var a = replica("a");
        await().until(a::isLeader);
        program(a, served(List.of(), IP));
        await().until(() -> shown().equals(List.of("192.0.2.1")));
        replica("b");
        await().until(() -> lease().getMetadata().getAnnotations().size() == 2);
        await().pollDelay(300, TimeUnit.MILLISECONDS).until(() -> true);
        a.close();
        assertThat(shown()).containsExactly("192.0.2.1");
    }

    @Test
    void statusesStayWhenAskedTo() {
        var settings =
                new KubernetesStatusSettings(
                        leadership("a"), OnShutdown.KEEP, 100, Duration.ofSeconds(2));
        var status = replica(settings);
        program(status, served(List.of(), IP));
        await().until(() -> shown().equals(List.of("192.0.2.1")));
        status.close();
        assertThat(shown()).containsExactly("192.0.2.1");
    }

    @Test
    void aDiagnosticBecomesOneEventOnItsObject() {
        var status = replica("a");
        await().until(status::isLeader);
        var problem = Diagnostic.error(WEB, Reason.BACKEND_NOT_FOUND, "no Service shop/api");
        program(status, Publication.NONE, problem);
        program(status, Publication.NONE, problem);
        await().until(() -> events().size() == 1);
        var event = events().getFirst();
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("BackendNotFound");
        assertThat(event.getNote()).isEqualTo("no Service shop/api");
        assertThat(event.getRegarding().getUid()).isEqualTo(web().getMetadata().getUid());
        assertThat(event.getReportingController()).isEqualTo("sekisho");
    }

    @Test
    void theNextHolderCountsTheSameEventUp() {
        var problem = Diagnostic.error(WEB, Reason.BACKEND_NOT_FOUND, "no Service shop/api");
        for (var name : List.of("a", "b")) {
            var status = replica(name);
            await().until(status::isLeader);
            program(status, Publication.NONE, problem);
            await().until(() -> !events().isEmpty());
            if (name.equals("b")) {
                await().until(() -> events().getFirst().getSeries() != null);
            }
            status.close();
        }
        assertThat(events()).hasSize(1);
        assertThat(events().getFirst().getSeries().getCount()).isEqualTo(2);
    }

    private void program(KubernetesStatus status, Publication publication, Diagnostic... found) {
        var snapshot =
                new Snapshot(++generation, List.of(), new TreeMap<>(), TlsTable.EMPTY, publication);
        status.planner().programmed(snapshot, List.of(found));
    }

    private static Publication served(List<PublishedAddress> shown, PublishedAddress... wanted) {
        var web = new PublishedIngress(WEB, shown);
        return new Publication(List.of(wanted), List.of(web), List.of());
    }

    private KubernetesStatus replica(String identity) {
        return replica(
                new KubernetesStatusSettings(
                        leadership(identity),
                        OnShutdown.CLEAR_IF_LAST,
                        100,
                        Duration.ofSeconds(2)));
    }

    private KubernetesStatus replica(KubernetesStatusSettings settings) {
        var own = ClusterConnection.to(client.getConfiguration());
        open.add(own);
        var status = new KubernetesStatus(own, settings);
        open.add(status);
        status.start();
        return status;
    }

    private static LeadershipSettings leadership(String identity) {
        return new LeadershipSettings(
                "sekisho",
                "sekisho-leader",
                identity,
                Duration.ofSeconds(2),
                Duration.ofMillis(1200),
                Duration.ofMillis(100));
    }

    private void show(PublishedAddress address) {
        var shown =
                new IngressBuilder(web())
                        .withNewStatus()
                        .withNewLoadBalancer()
                        .addNewIngress()
                        .withIp(address.text())
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus()
                        .build();
        client.resource(shown).updateStatus();
        assertThat(shown()).containsExactly(address.text());
    }

    private Ingress web() {
        return client.network().v1().ingresses().inNamespace("shop").withName("web").get();
    }

    private List<String> shown() {
        var status = web().getStatus();
        if (status == null
                || status.getLoadBalancer() == null
                || status.getLoadBalancer().getIngress() == null) {
            return List.of();
        }
        return status.getLoadBalancer().getIngress().stream()
                .map(it -> it.getIp() == null ? it.getHostname() : it.getIp())
                .toList();
    }

    private List<Event> events() {
        return client.events().v1().events().inNamespace("shop").list().getItems();
    }

    private Lease lease() {
        return client.leases().inNamespace("sekisho").withName("sekisho-leader").get();
    }
}
