package dev.sekisho;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// How much memory this process may have: the least that a control group of version 1 or 2, any
/// parent of it or the machine allows. Read at start, since an executable would keep what was true
/// where it was built.
final class MemoryLimit {

    private static final String VERSION_2 = "0::";
    private static final String VERSION_1 = ":memory:";

    private final Path root;

    /// For a system whose files are below `root`.
    MemoryLimit(Path root) {
        this.root = root;
    }

    OptionalLong bytes() {
        return LongStream.concat(
                        lines("proc/self/cgroup").stream().flatMapToLong(this::ofGroup),
                        lines("proc/meminfo").stream().flatMapToLong(MemoryLimit::ofMachine))
                .filter(bytes -> bytes > 0)
                .min();
    }

    private LongStream ofGroup(String line) {
        if (line.startsWith(VERSION_2)) {
            var group = line.substring(VERSION_2.length());
            return limits(root.resolve("sys/fs/cgroup"), group, "memory.max");
        }
        var memory = line.indexOf(VERSION_1);
        if (memory < 0) {
            return LongStream.empty();
        }
        var group = line.substring(memory + VERSION_1.length());
        return limits(root.resolve("sys/fs/cgroup/memory"), group, "memory.limit_in_bytes");
    }

    /// A container may see its own group as the top one, under a path that only the host has.
    private static LongStream limits(Path top, String group, String file) {
        var folder = top.resolve(group.replaceFirst("^/+", "")).normalize();
        return Stream.iterate(
                        folder.startsWith(top) ? folder : top,
                        it -> it != null && it.startsWith(top),
                        Path::getParent)
                .flatMap(it -> lines(it.resolve(file)).stream())
                .flatMapToLong(MemoryLimit::number);
    }

    private static LongStream ofMachine(String line) {
        return line.startsWith("MemTotal:")
                ? number(line.replaceAll("\\D", "")).map(kibibytes -> kibibytes * 1024)
                : LongStream.empty();
    }

    /// The word `max`, which is no limit, is no number.
    private static LongStream number(String text) {
        try {
            return LongStream.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException unlimited) {
            return LongStream.empty();
        }
    }

    private List<String> lines(String name) {
        return lines(root.resolve(name));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
