package dev.sekisho.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.kube.KubernetesStatusSettings.OnShutdown;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.address.AddressCondition;
import dev.sekisho.model.address.AddressPlan;
import dev.sekisho.model.address.AssignedAddresses;
import dev.sekisho.model.address.PoolStatus;
import dev.sekisho.model.address.PoolUsage;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.tls.TlsTable;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What reaches the API server of the addresses that are given away.
class AddressStatusTest {

    private static final ObjectRef WEB = ObjectRef.service("shop", "web");
    private static final ObjectRef POOL = new ObjectRef("AddressPool", "", "default");
    private static final AddressCondition YES = new AddressCondition(true, "Allocated", "here");
    private static final AddressCondition NO = new AddressCondition(false, "Exhausted", "none");
    private static final ResourceDefinitionContext POOLS =
            new ResourceDefinitionContext.Builder()
                    .withGroup("sekisho.dev")
                    .withVersion("v1alpha1")
                    .withKind("AddressPool")
                    .withPlural("addresspools")
                    .build();

    private final KubernetesMockServer server = CrudServer.create();
    private final List<AutoCloseable> open = new ArrayList<>();
    private KubernetesClient client;
    private KubernetesStatus status;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient();
        open.add(client);
        var connection = ClusterConnection.to(client.getConfiguration());
        open.add(connection);
        client.resource(Samples.service("shop", "web")).create();
        status =
                new KubernetesStatus(
                        connection,
                        new KubernetesStatusSettings(
                                LeadershipSettings.of("sekisho", "sekisho-leader", "a"),
                                OnShutdown.KEEP,
                                100,
                                Duration.ofSeconds(2)));
        open.add(status);
        status.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (var it : open.reversed()) {
            it.close();
        }
        server.destroy();
    }

    @Test
    void aServiceGetsItsAddressAndACondition() throws InterruptedException {
        plan(service(List.of(), List.of("192.0.2.200", "fd30::200"), AddressCondition.NONE, YES));
        var patch = patched();
        assertThat(patch.request().getPath()).endsWith("/services/web/status?fieldManager=sekisho");
        assertThat(patch.request().getHeader("Content-Type"))
                .startsWith("application/strategic-merge-patch+json");
        var text = patch.content();
        assertThat(text)
                .contains("\"ip\":\"192.0.2.200\"", "\"ip\":\"fd30::200\"", "\"ipMode\":\"VIP\"")
                .contains("\"type\":\"sekisho.dev/AddressAllocated\"", "\"status\":\"True\"")
                .contains("\"reason\":\"Allocated\"", "\"lastTransitionTime\":\"20");
    }

    @Test
    void aConditionThatOnlySaysMoreIsNoTransition() throws InterruptedException {
        var more = new AddressCondition(true, "Allocated", "there");
        plan(service(List.of("192.0.2.200"), List.of("192.0.2.200"), YES, more));
        assertThat(patched().content())
                .contains("\"message\":\"there\"")
                .doesNotContain("lastTransitionTime");
    }

    @Test
    void anAddressIsTakenAway() throws InterruptedException {
        plan(service(List.of("192.0.2.200"), List.of(), YES, NO));
        assertThat(patched().content()).contains("\"ingress\":null", "\"status\":\"False\"");
    }

    @Test
    void whatIsShownIsNotWritten() throws InterruptedException {
        plan(service(List.of("192.0.2.200"), List.of("192.0.2.200"), YES, YES));
        plan(service(List.of(), List.of("192.0.2.201"), AddressCondition.NONE, YES));
        assertThat(patched().content()).contains("192.0.2.201");
    }

    /// A request and its content, which can be read only once.
    private record Patched(RecordedRequest request, String content) {}

    /// The mock server knows no strategic patches, so what it is asked for has to do. It does not
    /// always remember the content, but is asked again.
    private Patched patched() throws InterruptedException {
        while (true) {
            var request = Objects.requireNonNull(server.takeRequest(10, TimeUnit.SECONDS));
            var content = request.getUtf8Body();
            if (request.getPath().contains("/web/status") && !content.isEmpty()) {
                return new Patched(request, content);
            }
        }
    }

    @Test
    void aPoolSaysHowMuchIsInUse() {
        var pool = new GenericKubernetesResource();
        pool.setApiVersion("sekisho.dev/v1alpha1");
        pool.setKind("AddressPool");
        pool.setMetadata(new ObjectMetaBuilder().withName("default").build());
        client.genericKubernetesResources(POOLS).resource(pool).create();
        var usage = new PoolUsage(10, 3, List.of("some"));
        program(new AddressPlan(List.of(), List.of(new PoolStatus(POOL, PoolUsage.NONE, usage))));
        await().until(() -> poolStatus().equals("{total=10, used=3, conflicts=[some]}"));
    }

    private String poolStatus() {
        var pool = client.genericKubernetesResources(POOLS).withName("default").get();
        if (pool.getAdditionalProperties().get("status") instanceof Map<?, ?> map) {
            return "{total=%s, used=%s, conflicts=%s}"
                    .formatted(map.get("total"), map.get("used"), map.get("conflicts"));
        }
        return "none";
    }

    private static AssignedAddresses service(
            List<String> shown,
            List<String> wanted,
            AddressCondition said,
            AddressCondition condition) {
        return new AssignedAddresses(WEB, shown, wanted, said, condition);
    }

    private void plan(AssignedAddresses service) {
        program(new AddressPlan(List.of(service), List.of()));
    }

    private void program(AddressPlan plan) {
        status.planner()
                .programmed(
                        new Snapshot(
                                1,
                                List.of(),
                                new TreeMap<>(),
                                TlsTable.EMPTY,
                                Publication.NONE,
                                ServiceTable.EMPTY,
                                plan,
                                List.of()),
                        List.of());
    }
}
