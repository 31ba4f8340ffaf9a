package dev.sekisho.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.saved.LastConfiguration.Pace;
import dev.sekisho.saved.LastConfiguration.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastConfigurationTest {

    private static final Instant NOW = Instant.parse("2026-11-23T22:00:00Z");
    private static final Pace BRISK = new Pace(Duration.ofMillis(1), Duration.ofMillis(1));
    private static final Pace SLOW = new Pace(Duration.ofHours(1), Duration.ofHours(1));

    @TempDir Path parent;
    private final AtomicInteger asked = new AtomicInteger();
    private ClusterState now = new RandomState(1).state();

    @Test
    void savesALittleAfterAChange() {
        try (var last = start(BRISK)) {
            assertThat(last.load()).isEmpty();
            last.changed();
            await().until(() -> last.load().isPresent());
            assertThat(last.load()).contains(new SavedConfiguration(NOW, now));
        }
    }

    @Test
    void manyChangesAreFewWrites() {
        try (var last = start(new Pace(Duration.ofMillis(50), Duration.ofHours(1)))) {
            for (var change = 0; change < 1_000; change++) {
                last.changed();
            }
            await().until(() -> asked.get() == 1);
            last.changed();
            await().during(Duration.ofMillis(150)).until(() -> asked.get() == 1);
        }
        assertThat(asked).as("and one at the end").hasValue(2);
    }

    @Test
    void savesWhenItIsClosedBeforeTheTimeHasCome() {
        try (var last = start(SLOW)) {
            last.changed();
        }
        try (var next = start(SLOW)) {
            assertThat(next.load()).contains(new SavedConfiguration(NOW, now));
        }
    }

    @Test
    void withoutAChangeTheFileStaysAsItIs() {
        try (var last = start(SLOW)) {
            last.changed();
        }
        var before = now;
        now = new RandomState(2).state();
        try (var next = start(BRISK)) {
            assertThat(next.load()).isPresent();
        }
        try (var next = start(BRISK)) {
            assertThat(next.load()).contains(new SavedConfiguration(NOW, before));
        }
    }

    @Test
    void aFileThatCannotBeUsedIsAsGoodAsNone() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("last-configuration"), "no such thing");
        try (var last = start(BRISK)) {
            assertThat(last.load()).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenCostsALineAndIsCounted() throws IOException {
        Files.writeString(folder(), "a file in its place");
        try (var last = start(BRISK)) {
            last.changed();
            await().until(() -> failures(last) > 0);
            assertThat(metrics(last))
                    .containsEntry("sekisho_configuration_saved_timestamp_seconds", 0.0);
        }
    }

    @Test
    void showsWhenItWasSaved() {
        try (var last = start(SLOW)) {
            last.changed();
        }
        try (var next = start(SLOW)) {
            next.load();
            assertThat(metrics(next))
                    .containsEntry(
                            "sekisho_configuration_saved_timestamp_seconds",
                            (double) NOW.getEpochSecond());
        }
    }

    private LastConfiguration start(Pace pace) {
        var place = new Place(folder(), SavedSecrets.KEPT, new TreeMap<>(Map.of("a", "b")));
        return new LastConfiguration(place, this::state, InstantSource.fixed(NOW), pace);
    }

    private ClusterState state() {
        asked.incrementAndGet();
        return now;
    }

    private Path folder() {
        return parent.resolve("last");
    }

    private static double failures(LastConfiguration last) {
        return metrics(last).getOrDefault("sekisho_configuration_save_failures_total", 0.0);
    }

    private static Map<String, Double> metrics(LastConfiguration last) {
        var values = new HashMap<String, Double>();
        last.collect(new Values(values));
        return values;
    }

    private record Values(Map<String, Double> values) implements MetricVisitor {

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
            throw new AssertionError(name);
        }
    }
}
