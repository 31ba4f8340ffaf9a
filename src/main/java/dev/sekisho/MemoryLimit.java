package dev.sekisho;

import dev.sekisho.gateway.overload.ControlGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// How much memory this process may have: the least that a control group of version 1 or 2, any
/// parent of it or the machine allows. Read at start, since an executable would keep what was true
/// where it was built.
final class MemoryLimit {

    private final Path root;

    /// For a system whose files are below `root`.
    MemoryLimit(Path root) {
        this.root = root;
    }

    OptionalLong bytes() {
        var group =
                new ControlGroup(root.resolve("proc/self/cgroup"), root.resolve("sys/fs/cgroup"));
        return LongStream.concat(
                        group.limit().stream(),
                        lines(root.resolve("proc/meminfo")).stream()
                                .flatMapToLong(MemoryLimit::ofMachine))
                .filter(bytes -> bytes > 0)
                .min();
    }

    private static LongStream ofMachine(String line) {
        return line.startsWith("MemTotal:")
                ? number(line.replaceAll("\\D", "")).map(kibibytes -> kibibytes * 1024)
                : LongStream.empty();
    }

    private static LongStream number(String text) {
        try {
            return LongStream.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException unknown) {
            return LongStream.empty();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
