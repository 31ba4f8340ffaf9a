package dev.sekisho.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A client that sends one request after the other.
final class Traffic implements AutoCloseable {

    private static final String LOOP =
            """
            folder=$1 url=$2 rate=$3 requests=$4
            shift 4
            while [ ! -e "$folder/stop" ]; do
              curl --silent --max-time 20 --rate "$rate" --output /dev/null --write-out '%{http_code} %{errormsg}\\n' "$@" "$url?[1-$requests]"
            done
            """;

    /// At most so many requests a second, so many on each connection.
    record Pace(int perSecond, int perConnection) {

        static final Pace DEFAULT = new Pace(200, 50);

        String rate() {
            return perSecond * 60 + "/m";
        }
    }

    private final Path folder;
    private final Process process;

    private Traffic(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static Traffic start(List<String> prefix, List<String> options, String url) {
        return start(prefix, options, url, Pace.DEFAULT);
    }

    static Traffic start(List<String> prefix, List<String> options, String url, Pace pace) {
        try {
            var folder = Files.createTempDirectory("sekisho-it");
            var command = new ArrayList<>(prefix);
            command.addAll(List.of("sh", "-c", LOOP, "traffic", folder.toString(), url));
            command.addAll(List.of(pace.rate(), Integer.toString(requests(pace))));
            if (pace.perConnection() == 1) {
                command.addAll(List.of("--header", "Connection: close"));
            }
            command.addAll(options);
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("answers").toFile())
                            .start();
            return new Traffic(folder, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A process of curl sends more than one even where each has its own connection.
    private static int requests(Pace pace) {
        return pace.perConnection() == 1 ? Pace.DEFAULT.perConnection() : pace.perConnection();
    }

    /// How many answers or failures there have been so far.
    long count() {
        return answers().size();
    }

    long failures() {
        return answers().stream().filter(answer -> !answer.startsWith("200")).count();
    }

    private List<String> answers() {
        try {
            return Files.readAllLines(folder.resolve("answers"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops, and counts the answers by their status and what curl says of a failure.
    Map<String, Long> stop() {
        try {
            Files.createFile(folder.resolve("stop"));
            process.waitFor();
            return answers().stream()
                    .map(String::strip)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
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
