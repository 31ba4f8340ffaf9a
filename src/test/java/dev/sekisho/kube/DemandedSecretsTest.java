package dev.sekisho.kube;

import static dev.sekisho.kube.Samples.path;
import static dev.sekisho.kube.Samples.secret;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.Demand;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.model.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Secrets are read one by one, on demand, and never as a list.
class DemandedSecretsTest {

    private static final String COLLECTION = "/api/v1/namespaces/shop/secrets";
    private static final ObjectRef WEB = ObjectRef.secret("shop", "web");

    private final FakeApiServer server = new FakeApiServer();
    private final ClusterConnection connection = server.connection();
    private final ClusterStore store = new ClusterStore(SecretAccess.ON_DEMAND, _ -> {});
    private final KubernetesSource source =
            new KubernetesSource(
                    connection,
                    store,
                    new KubernetesSourceSettings(
                            KubernetesSourceSettings.DEFAULT.namespaces(),
                            KubernetesSourceSettings.DEFAULT.services(),
                            "",
                            Samples.BRISK));

    @AfterEach
    void stop() {
        source.close();
        connection.close();
        server.close();
    }

    @Test
    void aFoundOneIsWatchedByItsName() {
        put("old");
        demand(WEB);
        await().until(() -> content().equals("old"));
        await().until(() -> server.openWatches(COLLECTION) == 1);
        server.push(COLLECTION, "MODIFIED", secret("shop", "web", "2", "new"));
        await().until(() -> content().equals("new"));
        assertThat(server.requested("watch " + COLLECTION))
                .singleElement()
                .asString()
                .contains("fieldSelector=metadata.name%3Dweb");
        assertThat(server.requested("get " + COLLECTION + "?")).isEmpty();
        assertThat(server.requested("get /api/v1/secrets")).isEmpty();
    }

    @Test
    void aChangeBetweenReadingAndWatchingIsNotLost() {
        put("old");
        server.refuse(
                "watch " + COLLECTION,
                () -> {
                    put("new");
                    return 0;
                });
        demand(WEB);
        await().until(() -> content().equals("new"));
    }

    @Test
    void aMissingOneIsLookedForAgainSoon() {
        demand(WEB);
        await().until(() -> store.state().secret(WEB) instanceof SecretLookup.Missing);
        put("late");
        await().atMost(10, TimeUnit.SECONDS).until(() -> content().equals("late"));
    }

    @Test
    void aDeletedOneIsMissingAndFoundWhenItComesBack() {
        put("old");
        demand(WEB);
        await().until(() -> server.openWatches(COLLECTION) == 1);
        server.remove(path("/api/v1/secrets", "shop", "web"));
        server.push(COLLECTION, "DELETED", secret("shop", "web", "2", "old"));
        await().until(() -> store.state().secret(WEB) instanceof SecretLookup.Missing);
        put("back");
        await().atMost(10, TimeUnit.SECONDS).until(() -> content().equals("back"));
    }

    @Test
    void oneThatMayNotBeReadIsForbidden() {
        server.refuse("get " + COLLECTION, () -> 403);
        demand(WEB);
        await().until(() -> store.state().secret(WEB) instanceof SecretLookup.Forbidden);
    }

    @Test
    void readsAgainWhereWatchingIsNotAllowed() {
        server.refuse("watch " + COLLECTION, () -> 403);
        put("old");
        demand(WEB);
        await().until(() -> content().equals("old"));
        put("new");
        await().until(() -> content().equals("new"));
        await().until(() -> server.requested("get " + COLLECTION).size() > 8);
        assertThat(server.requested("watch " + COLLECTION)).hasSize(5);
    }

    @Test
    void aServerThatRefusesWhileItStartsIsNotBelieved() {
        put("old");
        demand(WEB);
        await().until(() -> server.openWatches(COLLECTION) == 1);
        var left = new AtomicInteger(4);
        server.refuse("get " + COLLECTION, () -> left.decrementAndGet() >= 0 ? 403 : 0);
        var watchesLeft = new AtomicInteger(2);
        server.refuse("watch " + COLLECTION, () -> watchesLeft.decrementAndGet() >= 0 ? 403 : 0);
        server.drop(COLLECTION);
        await().until(() -> left.get() < 0);
        assertThat(content()).isEqualTo("old");
        await().until(() -> server.openWatches(COLLECTION) == 1);
    }

    @Test
    void aRefusedWatchIsTriedAgainSlowly() {
        var refusals = new AtomicInteger();
        var patient =
                new KubernetesSource(
                        connection,
                        store,
                        new KubernetesSourceSettings(
                                Set.of(), Set.of(), "", Samples.retrying(Duration.ofMillis(300))));
        server.refuse("watch " + COLLECTION, () -> refusals.incrementAndGet() <= 6 ? 403 : 0);
        put("old");
        try (patient) {
            patient.demanded(new Demand(new TreeSet<>(List.of(WEB)), new TreeSet<>()));
            await().until(() -> server.openWatches(COLLECTION) == 1);
        }
        assertThat(refusals).hasValue(7);
    }

    @Test
    void keepsWhatItFoundWhileTheServerFails() {
        put("old");
        demand(WEB);
        await().until(() -> server.openWatches(COLLECTION) == 1);
        server.refuse("get ", () -> 500);
        server.drop(COLLECTION);
        await().until(() -> server.requested("get " + COLLECTION).size() >= 4);
        assertThat(content()).isEqualTo("old");
    }

    @Test
    void oneNoLongerDemandedIsForgottenAndItsWatchClosed() {
        put("old");
        demand(WEB);
        await().until(() -> server.openWatches(COLLECTION) == 1);
        demand();
        await().until(() -> server.openWatches(COLLECTION) == 0);
        assertThat(store.state().secret(WEB)).isInstanceOf(SecretLookup.Pending.class);
    }

    @Test
    void manyAreReadFewAtATimeAndOnlySoManyWatched() {
        var wanted =
                IntStream.range(0, 300)
                        .mapToObj(i -> ObjectRef.secret("shop", "s" + i))
                        .toArray(ObjectRef[]::new);
        for (var ref : wanted) {
            server.put(
                    path("/api/v1/secrets", "shop", ref.name()),
                    secret("shop", ref.name(), "1", "x"));
        }
        server.answerAfter(5);
        demand(wanted);
        await().until(() ->
                Stream.of(wanted)
                        .allMatch(it -> store.state().secret(it) instanceof SecretLookup.Found));
        await().until(() -> server.openWatches(COLLECTION) == Samples.BRISK.secretWatches());
        assertThat(server.mostAtATime.get()).isBetween(2, 16);
    }

    private void put(String content) {
        server.put(path("/api/v1/secrets", "shop", "web"), secret("shop", "web", "1", content));
    }

    private void demand(ObjectRef... secrets) {
        var wanted = new TreeSet<>(List.of(secrets));
        source.demanded(new Demand(wanted, new TreeSet<>()));
    }

    private String content() {
        if (!(store.state().secret(WEB) instanceof SecretLookup.Found(var secret))) {
            return "";
        }
        var value = requireNonNull(secret.data().get("tls.crt"));
        return new String(value.bytes(), StandardCharsets.UTF_8);
    }
}
