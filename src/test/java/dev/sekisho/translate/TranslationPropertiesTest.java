package dev.sekisho.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.NameLookup;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.RouteAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What holds for every cluster, however broken.
class TranslationPropertiesTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final int CLUSTERS = 400;

    @Test
    void nothingThatUsersWriteMakesItThrow() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var translation = translate(state(seed));

            assertThat(translation.diagnostics()).isSorted().doesNotHaveDuplicates();
            assertThat(translation.diagnostics())
                    .allSatisfy(d ->
                            assertThat(d.message()).hasSizeLessThan(1000).doesNotContain("\n"));
        }
    }

    @Test
    void everyHostIsThereOnceAndEveryForwardHasItsBackend() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var snapshot = translate(state(seed)).snapshot();

            assertThat(snapshot.virtualHosts())
                    .extracting(v -> v.host())
                    .isSorted()
                    .doesNotHaveDuplicates();
            for (var virtualHost : snapshot.virtualHosts()) {
                assertThat(virtualHost.routes()).isNotEmpty();
                assertThat(virtualHost.routes())
                        .extracting(route -> route.path())
                        .doesNotHaveDuplicates()
                        .isSortedAccordingTo(TranslationPropertiesTest::precedence);
                assertThat(virtualHost.routes())
                        .allSatisfy(route -> {
                            if (route.action() instanceof RouteAction.Forward(var id, _)) {
                                assertThat(snapshot.backends()).containsKey(id);
                            }
                        });
            }
        }
    }

    @Test
    void theOrderOfEventsDoesNotMatter() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var objects = distinct(new RandomCluster(seed).objects());
            var asWritten = translate(stateOf(seed, objects));
            Collections.shuffle(objects, new Random(seed));

            assertThat(translate(stateOf(seed, objects))).isEqualTo(asWritten);
        }
    }

    @Test
    void swappingEndpointsIsTranslatingAnew() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var cluster = new RandomCluster(seed);
            var objects = distinct(cluster.objects());
            var translator = new Translator(TranslationSettings.DEFAULT);
            var before = translator.translate(stateOf(seed, objects), 1, NOW);
            var changed = changeSlices(cluster, objects);
            var after = stateOf(seed, objects);

            assertThat(translator.withEndpoints(before, after, changed, 2))
                    .isEqualTo(
                            new Translator(TranslationSettings.DEFAULT).translate(after, 2, NOW));
        }
    }

    @Test
    void translatingTheSameAgainGivesTheSameObjects() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var state = state(seed);
            var translator = new Translator(TranslationSettings.DEFAULT);
            var first = translator.translate(state, 1, NOW).snapshot();
            var second = translator.translate(state, 2, NOW).snapshot();

            assertThat(second.virtualHosts()).isSameAs(first.virtualHosts());
            assertThat(second.tls()).isSameAs(first.tls());
            assertThat(second.publication()).isSameAs(first.publication());
            second.backends().forEach((id, b) -> assertThat(b).isSameAs(first.backends().get(id)));
        }
    }

    @Test
    void whatATranslatorSawBeforeDoesNotMatter() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var cluster = new RandomCluster(seed);
            var random = new Random(seed);
            var store = new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> {});
            var translator = new Translator(TranslationSettings.DEFAULT);
            for (int generation = 1; generation < 12; generation++) {
                change(store, cluster, random);
                var state = store.state();

                assertThat(translator.translate(state, generation, NOW))
                        .isEqualTo(
                                new Translator(TranslationSettings.DEFAULT)
                                        .translate(state, generation, NOW));
            }
        }
    }

    /// Many objects at first, then few: all kinds, and answers from outside.
    private static void change(ClusterStore store, RandomCluster cluster, Random random) {
        var isFirst = store.state().ingressClasses().isEmpty();
        for (var object : cluster.objects()) {
            if (isFirst || random.nextInt(12) == 0) {
                store.put(object);
            } else if (random.nextInt(20) == 0) {
                store.remove(object.ref());
            }
        }
        switch (random.nextInt(4)) {
            case 0 -> store.putName("x.example.org", new NameLookup.Resolved(List.of("10.0.0.7")));
            case 1 -> store.putName("x.example.org", new NameLookup.Failed("no answer"));
            case 2 -> store.putName("x.example.org", new NameLookup.Pending());
            default -> {}
        }
    }

    /// Replaces, adds and removes slices; tells whose.
    private static Set<ObjectRef> changeSlices(RandomCluster cluster, List<ClusterObject> objects) {
        var changed = new HashSet<ObjectRef>();
        for (int i = 0; i < 3; i++) {
            var slice = cluster.slice();
            for (var old : List.copyOf(objects)) {
                if (old instanceof EndpointSlice known && known.ref().equals(slice.ref())) {
                    changed.add(known.serviceRef());
                    objects.remove(old);
                }
            }
            changed.add(slice.serviceRef());
            if (i > 0) {
                objects.add(slice);
            }
        }
        return changed;
    }

    private static int precedence(PathMatch a, PathMatch b) {
        var byLength = Integer.compare(b.path().length(), a.path().length());
        return byLength != 0 ? byLength : Integer.compare(rank(a), rank(b));
    }

    private static int rank(PathMatch match) {
        return match instanceof PathMatch.Exact ? 0 : 1;
    }

    private static Translation translate(ClusterState state) {
        return new Translator(TranslationSettings.DEFAULT).translate(state, 1, NOW);
    }

    private static ClusterState state(long seed) {
        return stateOf(seed, new RandomCluster(seed).objects());
    }

    /// The same answers from outside for the same seed, whatever the objects are.
    private static ClusterState stateOf(long seed, List<ClusterObject> objects) {
        return new RandomCluster(seed + 1_000_000).state(objects);
    }

    /// Without objects that a later one of the same name would replace.
    private static List<ClusterObject> distinct(List<ClusterObject> objects) {
        var seen = new HashSet<ObjectRef>();
        var kept = new ArrayList<>(objects);
        kept.removeIf(object -> !seen.add(object.ref()));
        return kept;
    }
}
