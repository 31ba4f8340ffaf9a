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

/// A client that sends some 200 requests a second, one after the other, a new connection for every
/// fifty of them.
final class Traffic implements AutoCloseable {

    private static final String LOOP =
            """
            folder=$1 url=$2
            shift 2
            while [ ! -e "$folder/stop" ]; do
              curl --silent --max-time 10 --rate 12000/m --output /dev/null --write-out '%{http_code} %{errormsg}\\n' "$@" "$url?[1-50]"
            done
            """;

    private final Path folder;
    private final Process process;

    private Traffic(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static Traffic start(List<String> prefix, List<String> options, String url) {
        try {
            var folder = Files.createTempDirectory("sekisho-it");
            var command = new ArrayList<>(prefix);
            command.addAll(List.of("sh", "-c", LOOP, "traffic", folder.toString(), url));
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

    /// Stops, and counts the answers by their status and what curl says of a failure.
    Map<String, Long> stop() {
        try {
            Files.createFile(folder.resolve("stop"));
            process.waitFor();
            return Files.readAllLines(folder.resolve("answers")).stream()
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
