package dev.sekisho.kube;

import static dev.sekisho.kube.Samples.INGRESSES;
import static dev.sekisho.kube.Samples.SERVICES;
import static dev.sekisho.kube.Samples.ingress;
import static dev.sekisho.kube.Samples.path;
import static dev.sekisho.kube.Samples.service;
import static dev.sekisho.kube.Samples.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.model.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How the store follows an API server that behaves, and one that does not.
class KubernetesSourceTest {

    private static final String GONE =
            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,"
                    + "\"message\":\"too old resource version\"}}";

    private final FakeApiServer server = new FakeApiServer();
    private final ClusterConnection connection = server.connection();
    private final ClusterStore store = new ClusterStore(SecretAccess.ON_DEMAND, _ -> {});
    private KubernetesSource source = source(KubernetesSourceSettings.DEFAULT);

    @AfterEach
    void stop() {
        source.close();
        connection.close();
        server.close();
    }

    @Test
    void listsPageByPage() {
        putIngresses("a", "b", "c", "d", "e");
        start();
        assertThat(names()).containsExactly("a", "b", "c", "d", "e");
        assertThat(server.requested("get " + INGRESSES))
                .containsExactly(
                        "get " + INGRESSES + "?limit=2",
                        "get " + INGRESSES + "?limit=2&continue=2",
                        "get " + INGRESSES + "?limit=2&continue=4");
    }

    @Test
    void followsChangesFromTheVersionOfTheList() {
        putIngresses("a", "b");
        start();
        awaitWatch();
        assertThat(server.requested("watch " + INGRESSES).getFirst())
                .contains("resourceVersion=100")
                .contains("allowWatchBookmarks=true");
        server.push(INGRESSES, "ADDED", ingress("shop", "c", "c.example", "101"));
        server.push(INGRESSES, "DELETED", ingress("shop", "a", "a.example", "102"));
        server.push(INGRESSES, "MODIFIED", ingress("shop", "b", "new.example", "103"));
        await().until(() -> host("b").equals("new.example"));
        assertThat(names()).containsExactly("b", "c");
    }

    @Test
    void continuesADroppedWatchWhereItStopped() {
        putIngresses("a");
        start();
        awaitWatch();
        server.push(INGRESSES, "ADDED", ingress("shop", "b", "b.example", "117"));
        await().until(() -> names().contains("b"));
        server.drop(INGRESSES);
        await().until(() -> server.requested("watch " + INGRESSES).size() == 2);
        assertThat(server.requested("watch " + INGRESSES).getLast())
                .contains("resourceVersion=117");
        assertThat(server.requested("get " + INGRESSES)).hasSize(1);
    }

    @Test
    void aBookmarkMovesThePlaceToContinueFrom() {
        start();
        awaitWatch();
        server.push(INGRESSES, "BOOKMARK", ingress("", "", "", "140"));
        server.drop(INGRESSES);
        await().until(() -> server.requested("watch " + INGRESSES).size() == 2);
        assertThat(server.requested("watch " + INGRESSES).getLast())
                .contains("resourceVersion=140");
        assertThat(names()).isEmpty();
    }

    @Test
    void listsAgainWhenThePlaceIsForgottenAndRemovesWhatVanished() {
        putIngresses("a", "b");
        start();
        awaitWatch();
        server.remove(path(INGRESSES, "shop", "a"));
        putIngresses("c");
        server.pushRaw(INGRESSES, GONE);
        await().until(() -> names().equals(List.of("b", "c")));
    }

    @Test
    void listsAgainWhenTheWatchIsRefusedAsTooOld() {
        putIngresses("a");
        var refusals = new AtomicInteger(1);
        server.refuse("watch " + INGRESSES, () -> refusals.getAndDecrement() > 0 ? 410 : 0);
        start();
        awaitWatch();
        assertThat(server.requested("get " + INGRESSES)).hasSize(2);
    }

    @Test
    void keepsTheLastStateWhileTheServerFails() {
        putIngresses("a", "b");
        start();
        awaitWatch();
        var failing = new AtomicInteger(503);
        server.refuse("get ", failing::get);
        server.refuse("watch ", failing::get);
        server.pushRaw(INGRESSES, GONE);
        await().until(() -> server.requested("get " + INGRESSES).size() >= 3);
        assertThat(names()).containsExactly("a", "b");
        server.remove(path(INGRESSES, "shop", "a"));
        failing.set(0);
        await().until(() -> names().equals(List.of("b")));
    }

    @Test
    void startsWhenTheServerComesUp() {
        var failing = new AtomicInteger(500);
        server.refuse("get ", failing::get);
        putIngresses("a");
        var started = source.start().toCompletableFuture();
        await().until(() -> server.requested("get " + INGRESSES).size() >= 2);
        assertThat(started).isNotDone();
        failing.set(0);
        await().until(started::isDone);
        assertThat(names()).containsExactly("a");
    }

    @Test
    void aMissingPermissionHoldsUpOnlyItsKindAndIsNamed() {
        var refusal = new AtomicInteger(403);
        server.refuse("get " + SERVICES, refusal::get);
        putIngresses("a");
        var started = source.start().toCompletableFuture();
        await().until(() -> names().contains("a"));
        await().until(() -> source.waitingFor().size() == 1);
        assertThat(source.waitingFor()).containsExactly("services: refused with 403");
        assertThat(started).isNotDone();
        refusal.set(0);
        await().until(started::isDone);
        assertThat(source.waitingFor()).isEmpty();
    }

    @Test
    void readsAgainWhereWatchingIsNotAllowed() {
        server.refuse("watch " + INGRESSES, () -> 403);
        start();
        putIngresses("a");
        await().until(() -> names().contains("a"));
    }

    @Test
    void watchesAgainWhenAServerRefusedOnlyWhileItStarted() {
        start();
        await().until(() -> server.openWatches(INGRESSES) == 1);
        var left = new AtomicInteger(4);
        server.refuse("watch " + INGRESSES, () -> left.decrementAndGet() >= 0 ? 403 : 0);
        var lists = server.requested("get " + INGRESSES).size();
        server.drop(INGRESSES);
        await().until(() -> server.openWatches(INGRESSES) == 1);
        assertThat(server.requested("get " + INGRESSES)).hasSize(lists);
    }

    @Test
    void aSlowAnswerIsGivenUpAndAskedForAgain() {
        putIngresses("a");
        server.answerAfter(60_000);
        source.start();
        await().until(() -> !server.requested("get " + INGRESSES).isEmpty());
        server.answerAfter(0);
        await().atMost(10, TimeUnit.SECONDS).until(() -> names().contains("a"));
    }

    @Test
    void anUnreadableObjectDoesNotKeepTheOthersAway() {
        putIngresses("a", "c");
        server.putRaw(path(INGRESSES, "shop", "b"), "{\"metadata\":[1]}");
        start();
        assertThat(names()).containsExactly("a", "c");
    }

    @Test
    void readsOnlyTheSelectedNamespacesAndTheServicesNamed() {
        source =
                source(
                        new KubernetesSourceSettings(
                                Set.of("shop", "blog"),
                                Set.of(ObjectRef.service("edge", "gateway")),
                                "",
                                Samples.BRISK));
        server.put(path(INGRESSES, "shop", "a"), ingress("shop", "a", "a.example", "1"));
        server.put(path(INGRESSES, "blog", "b"), ingress("blog", "b", "b.example", "1"));
        server.put(path(INGRESSES, "other", "c"), ingress("other", "c", "c.example", "1"));
        server.put(path(SERVICES, "edge", "gateway"), service("edge", "gateway"));
        var slices = "/apis/discovery.k8s.io/v1/endpointslices";
        server.put(path(slices, "edge", "gateway-1"), slice("edge", "gateway-1", "gateway"));
        start();
        assertThat(names()).containsExactlyInAnyOrder("a", "b");
        assertThat(store.state().services()).containsKey(ObjectRef.service("edge", "gateway"));
        assertThat(store.state().slices(ObjectRef.service("edge", "gateway"))).hasSize(1);
        assertThat(server.requested("get /api/v1/namespaces/edge/services"))
                .singleElement()
                .asString()
                .contains("fieldSelector=metadata.name%3Dgateway");
        assertThat(server.requested("get " + INGRESSES)).isEmpty();
    }

    @Test
    void aRelistOfOneNamespaceLeavesTheOthersAlone() {
        source =
                source(
                        new KubernetesSourceSettings(
                                Set.of("shop", "blog"), Set.of(), "", Samples.BRISK));
        server.put(path(INGRESSES, "shop", "a"), ingress("shop", "a", "a.example", "1"));
        server.put(path(INGRESSES, "blog", "b"), ingress("blog", "b", "b.example", "1"));
        start();
        var shop = "/apis/networking.k8s.io/v1/namespaces/shop/ingresses";
        await().until(() -> server.openWatches(shop) == 1);
        server.remove(path(INGRESSES, "shop", "a"));
        server.pushRaw(shop, GONE);
        await().until(() -> names().equals(List.of("b")));
    }

    @Test
    void aNodeThatMayNotBeReadKeepsNothingBack() {
        putIngresses("a");
        server.refuse("get /api/v1/nodes", () -> 403);
        var settings = new KubernetesSourceSettings(Set.of(), Set.of(), "n1", Samples.BRISK);
        try (var withNode = source(settings)) {
            var started = withNode.start().toCompletableFuture();
            await().atMost(Duration.ofSeconds(10)).until(started::isDone);
            assertThat(withNode.waitingFor()).isEmpty();
            assertThat(names()).containsExactly("a");
        }
    }

    @Test
    void stopsWatchingWhenClosed() {
        start();
        awaitWatch();
        source.close();
        await().until(() -> server.openWatches(INGRESSES) == 0);
    }

    private KubernetesSource source(KubernetesSourceSettings settings) {
        return new KubernetesSource(
                connection,
                store,
                new KubernetesSourceSettings(
                        settings.namespaces(),
                        settings.services(),
                        settings.node(),
                        Samples.BRISK));
    }

    private void start() {
        var started = source.start().toCompletableFuture();
        await().atMost(Duration.ofSeconds(10)).until(started::isDone);
    }

    private void awaitWatch() {
        await().until(() -> server.openWatches(INGRESSES) == 1);
    }

    private void putIngresses(String... names) {
        for (var name : names) {
            server.put(
                    path(INGRESSES, "shop", name), ingress("shop", name, name + ".example", "1"));
        }
    }

    private List<String> names() {
        return store.state().ingresses().keySet().stream().map(ObjectRef::name).toList();
    }

    private String host(String name) {
        var ingress = store.state().ingresses().get(ObjectRef.ingress("shop", name));
        return ingress == null ? "" : ingress.rules().getFirst().host();
    }
}
