package dev.sekisho.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.Change;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.cluster.IngressClass;
import dev.sekisho.cluster.IngressTls;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.plane.Plane;
import dev.sekisho.plane.PlaneReport;
import dev.sekisho.translate.TranslationSettings;
import dev.sekisho.translate.Translator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    private static final Holdoff SHORT = new Holdoff(Duration.ofMillis(5), Duration.ofMillis(50));
    private static final Change CHANGE = new Change.Anything();

    private final RecordingPlane plane = new RecordingPlane();
    private final List<Long> announced = new CopyOnWriteArrayList<>();
    private final Reconciler reconciler =
            new Reconciler(
                    new Translator(TranslationSettings.DEFAULT),
                    new Publisher(
                            List.of(plane),
                            List.of((snapshot, _) -> announced.add(snapshot.generation()))),
                    SHORT,
                    InstantSource.system());

    @AfterEach
    void stop() {
        reconciler.close();
    }

    @Test
    void nothing_is_published_before_the_source_has_read_everything() {
        reconciler.changed(CHANGE);

        assertThat(plane.generations).isEmpty();
    }

    @Test
    void the_first_snapshot_follows_the_start() {
        reconciler.start(() -> ClusterState.EMPTY, List.of());

        await().until(() -> announced, List.of(1L)::equals);
        assertThat(plane.generations).containsExactly(1L);
    }

    @Test
    void a_burst_of_changes_becomes_few_snapshots() {
        start();

        for (int i = 0; i < 1_000; i++) {
            reconciler.changed(CHANGE);
        }

        await().until(() -> plane.generations.size() > 1);
        await().during(Duration.ofMillis(150)).until(() -> plane.generations.size() < 5);
    }

    @Test
    void generations_rise() {
        start();
        reconciler.changed(CHANGE);
        await().until(() -> announced.size() == 2);

        assertThat(announced).containsExactly(1L, 2L);
    }

    @Test
    void endpoint_changes_take_the_short_path() {
        start();

        reconciler.changed(new Change.EndpointsOf(ObjectRef.service("shop", "web")));

        await().until(() -> metric("sekisho_endpoint_swaps_total") == 1);
        assertThat(metrics()).containsEntry("sekisho_translations_total", 1.0);
    }

    @Test
    void a_bug_while_translating_keeps_the_last_snapshot_and_is_counted() {
        var broken = new AtomicBoolean();
        reconciler.start(
                () -> {
                    if (broken.get()) {
                        throw new IllegalStateException("a bug");
                    }
                    return ClusterState.EMPTY;
                },
                List.of());
        await().until(() -> announced.size() == 1);

        broken.set(true);
        reconciler.changed(CHANGE);

        await().until(() -> metric("sekisho_translation_failures_total") == 1);
        assertThat(plane.generations).containsExactly(1L);

        broken.set(false);
        reconciler.changed(new Change.EndpointsOf(ObjectRef.service("shop", "web")));

        await().until(() -> announced.size() == 2);
        assertThat(metrics())
                .as("after a failure everything is translated")
                .containsEntry("sekisho_translations_total", 2.0);
    }

    @Test
    void a_second_feed_takes_over_with_its_first_complete_snapshot() {
        var first = new CopyOnWriteArrayList<Long>();
        var second = new CopyOnWriteArrayList<Long>();
        var store = new ClusterStore(SecretAccess.ON_DEMAND, reconciler);
        putTlsIngress(store);
        reconciler.start(
                new Feed(
                        () -> ClusterState.EMPTY,
                        List.of(),
                        List.of((snapshot, _) -> first.add(snapshot.generation())),
                        Duration.ZERO));
        await().until(() -> first, List.of(1L)::equals);

        reconciler.start(
                new Feed(
                        store::state,
                        List.of(),
                        List.of((snapshot, _) -> second.add(snapshot.generation())),
                        Duration.ofMinutes(1)));

        await().until(() -> metric("sekisho_translations_total") >= 2);
        await().during(Duration.ofMillis(100)).until(() -> plane.generations.size() == 1);
        store.putSecret(ObjectRef.secret("shop", "tls"), new SecretLookup.Missing());
        await().until(() -> second.size() == 1);
        assertThat(first).containsExactly(1L);
    }

    @Test
    void a_feed_without_patience_gives_what_it_has() {
        var store = new ClusterStore(SecretAccess.ON_DEMAND, reconciler);
        putTlsIngress(store);

        reconciler.start(new Feed(store::state, List.of(), List.of(), Duration.ZERO));

        await().atMost(Duration.ofSeconds(3)).until(() -> announced.size() == 1);
    }

    private static void putTlsIngress(ClusterStore store) {
        store.put(
                new IngressClass(
                        ObjectMeta.of("", "sekisho"), TranslationSettings.CONTROLLER, false));
        store.put(
                new Ingress(
                        ObjectMeta.of("shop", "front"),
                        "sekisho",
                        new IngressBackend.None(),
                        List.of(),
                        List.of(new IngressTls(List.of("shop.example"), "tls")),
                        List.of(),
                        false));
    }

    @Test
    void a_snapshot_that_a_plane_refuses_is_not_announced() {
        plane.refuses.set(true);
        reconciler.start(() -> ClusterState.EMPTY, List.of());

        await().until(() -> metric("sekisho_plane_failures_total") == 1);
        assertThat(announced).isEmpty();
    }

    private void start() {
        reconciler.start(() -> ClusterState.EMPTY, List.of());
        await().until(() -> announced.size() == 1);
    }

    private double metric(String name) {
        return metrics().getOrDefault(name, Double.NaN);
    }

    private Map<String, Double> metrics() {
        var values = new HashMap<String, Double>();
        reconciler.collect(new ValueRecorder(values));
        return values;
    }

    private static final class RecordingPlane implements Plane {

        private final List<Long> generations = new CopyOnWriteArrayList<>();
        private final AtomicBoolean refuses = new AtomicBoolean();

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public PlaneReport apply(Snapshot snapshot) {
            if (refuses.get()) {
                throw new IllegalStateException("refused");
            }
            generations.add(snapshot.generation());
            return PlaneReport.programmed(name(), snapshot.generation());
        }
    }

    private record ValueRecorder(Map<String, Double> values) implements MetricVisitor {

        @Override
        public void counter(String name, String help, List<Label> labels, double value) {
            values.put(name, value);
        }

        @Override
        public void gauge(String name, String help, List<Label> labels, double value) {
            values.put(name, value);
        }

        @Override
        public void histogram(String name, String help, List<Label> labels, Histogram histogram) {
            values.put(name, histogram.sum());
        }
    }
}
