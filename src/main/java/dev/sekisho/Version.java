package dev.sekisho;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The version that was built.
final class Version {

    private Version() {}

    static String text() {
        try (var resource = Version.class.getResourceAsStream("version.txt")) {
            return resource == null
                    ? "unknown"
                    : new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
