package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs programs that end by themselves.
final class Commands {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Commands() {}

    /// What a program wrote and how it ended.
    record Outcome(int exitCode, String output) {}

    static Outcome run(List<String> command) {
        return run(command, PATIENCE);
    }

    /// Fails if the program does not end with 0.
    static String output(List<String> command) {
        var outcome = run(command);
        assertThat(outcome.exitCode()).as(command + ": " + outcome.output()).isZero();
        return outcome.output();
    }

    static Outcome run(List<String> command, Duration patience) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail(command + " does not end");
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
