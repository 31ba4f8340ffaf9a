package dev.sekisho.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A client outside that asks an address again and again and gives up soon each time, so that the
/// longest time without an answer can be told.
final class OutageWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LOOP =
            """
            while [ ! -e "$1/stop" ]; do
              curl --silent --fail --max-time 0.2 --output /dev/null "$2" && date +%s%N
              sleep 0.02
            done
            """;

    private final Path folder;
    private final Process process;

    private OutageWatch(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static OutageWatch start(TestCluster cluster, String address) {
        try {
            var folder = Files.createTempDirectory("sekisho-it");
            var command = new ArrayList<>(cluster.clientPrefix());
            command.addAll(List.of("sh", "-c", LOOP, "watch", folder.toString()));
            command.add("http://%s/hostname".formatted(address));
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("answers").toFile())
                            .start();
            return new OutageWatch(folder, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until there are so many more answers.
    void awaitAnswers(int count) {
        var before = answers().size();
        await().atMost(PATIENCE).until(() -> answers().size() >= before + count);
    }

    /// When each answer came, in nanoseconds.
    private List<Long> answers() {
        try {
            return Files.readAllLines(folder.resolve("answers")).stream()
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops, and tells the longest time between two answers.
    Duration stop() {
        try {
            Files.createFile(folder.resolve("stop"));
            process.waitFor();
            var answers = answers();
            var longest = 0L;
            for (int i = 1; i < answers.size(); i++) {
                longest = Math.max(longest, answers.get(i) - answers.get(i - 1));
            }
            return Duration.ofNanos(longest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
