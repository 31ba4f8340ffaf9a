package dev.sekisho;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/// The version that was built: its number, its commit and what it was built with.
final class Version {

    private static final String UNKNOWN = "unknown";

    private Version() {}

    static String text() {
        try (var resource = Version.class.getResourceAsStream("version.txt")) {
            var lines =
                    resource == null
                            ? List.<String>of()
                            : new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                                    .lines()
                                    .toList();
            return text(lines, name -> System.getProperty(name, ""));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// In one line, of the lines number and commit and of the properties of the virtual machine.
    static String text(List<String> lines, UnaryOperator<String> properties) {
        return "%s (commit %s, %s)".formatted(line(lines, 0), line(lines, 1), builder(properties));
    }

    /// What the build did not know stands there as it was written, with a dollar sign.
    private static String line(List<String> lines, int index) {
        var line = index < lines.size() ? lines.get(index).strip() : "";
        return line.isEmpty() || line.startsWith("$") ? UNKNOWN : line;
    }

    private static String builder(UnaryOperator<String> properties) {
        var executable = !properties.apply("org.graalvm.nativeimage.imagecode").isEmpty();
        var vendor = properties.apply("java.vendor.version");
        return "%s %s%s"
                .formatted(
                        executable ? "native by" : "JVM",
                        vendor.isEmpty() ? properties.apply("java.vm.vendor") + " " : vendor,
                        vendor.isEmpty() ? properties.apply("java.version") : "");
    }
}
