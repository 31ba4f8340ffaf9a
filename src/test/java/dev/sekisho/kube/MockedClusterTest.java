package dev.sekisho.kube;

import static dev.sekisho.kube.Samples.ingress;
import static dev.sekisho.kube.Samples.secret;
import static dev.sekisho.kube.Samples.service;
import static dev.sekisho.kube.Samples.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.Demand;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.model.ObjectRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The store follows what a user does to a cluster.
class MockedClusterTest {

    private static final ObjectRef WEB = ObjectRef.ingress("shop", "web");
    private static final ObjectRef TLS = ObjectRef.secret("shop", "tls");

    private final KubernetesMockServer server = CrudServer.create();
    private final ClusterStore store = new ClusterStore(SecretAccess.ON_DEMAND, _ -> {});
    private KubernetesClient client;
    private ClusterConnection connection;
    private KubernetesSource source;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient();
        connection = ClusterConnection.to(client.getConfiguration());
        client.resource(ingress("shop", "web", "web.example", "")).create();
        client.resource(service("shop", "web")).create();
        client.resource(slice("shop", "web-1", "web")).create();
        source =
                new KubernetesSource(
                        connection,
                        store,
                        new KubernetesSourceSettings(Set.of(), Set.of(), "", Samples.BRISK));
        await().until(source.start().toCompletableFuture()::isDone);
    }

    @AfterEach
    void stop() {
        source.close();
        connection.close();
        client.close();
        server.destroy();
    }

    @Test
    void whatIsThereIsRead() {
        assertThat(store.state().ingresses()).containsOnlyKeys(WEB);
        assertThat(store.state().services()).containsOnlyKeys(ObjectRef.service("shop", "web"));
        assertThat(store.state().slices(ObjectRef.service("shop", "web"))).hasSize(1);
    }

    @Test
    void creationChangeAndDeletionFollow() {
        client.resource(ingress("shop", "more", "more.example", "")).create();
        await().until(() -> store.state().ingresses().size() == 2);
        client.resource(ingress("shop", "more", "other.example", "")).update();
        await().until(() -> hosts().equals(List.of("other.example", "web.example")));
        client.resource(ingress("shop", "more", "other.example", "")).delete();
        await().until(() -> hosts().equals(List.of("web.example")));
    }

    @Test
    void secretsAreReadOnlyOnDemand() {
        client.resource(secret("shop", "tls", "", "old")).create();
        client.resource(secret("shop", "unasked", "", "x")).create();
        assertThat(store.state().secrets()).isEmpty();
        source.demanded(new Demand(new TreeSet<>(List.of(TLS)), Collections.emptySortedSet()));
        await().until(() -> store.state().secret(TLS) instanceof SecretLookup.Found);
        var before = store.state().secret(TLS);
        client.resource(secret("shop", "tls", "", "new")).update();
        await().until(() -> !store.state().secret(TLS).equals(before));
        client.resource(secret("shop", "tls", "", "new")).delete();
        await().until(() -> store.state().secret(TLS) instanceof SecretLookup.Missing);
        assertThat(store.state().secrets()).containsOnlyKeys(TLS);
    }

    private List<String> hosts() {
        return store.state().ingresses().values().stream()
                .map(it -> it.rules().getFirst().host())
                .toList();
    }
}
