package dev.sekisho.announce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs programs of the node.
final class Program {

    private static final long PATIENCE_SECONDS = 10;

    private Program() {}

    /// Fails with what the program says if it ends with an error.
    static void run(String input, String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.US_ASCII));
            }
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command[0] + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(command[0] + ": " + reason(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command[0] + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String reason(String said) {
        return said.strip().lines().limit(2).toList().toString();
    }

    /// Joins lines for a program that reads commands.
    static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
