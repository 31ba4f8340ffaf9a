package dev.sekisho.gateway.overload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The memory limit of the container, of version 1 or 2 of control groups.
///
/// Pages of files that the kernel can drop at any time do not count as used.
final class ControlGroup {

    /// What version 1 shows for no limit is near the largest number there is.
    private static final long NO_LIMIT = 1L << 60;

    private final @Nullable Numbers files;

    /// Where the three numbers are.
    private record Numbers(Path limit, Path used, Path details, String droppable) {}

    /// `membership` is `/proc/self/cgroup`, `mount` is where the groups are.
    ControlGroup(Path membership, Path mount) {
        this.files = find(lines(membership), mount);
    }

    private static @Nullable Numbers find(List<String> membership, Path mount) {
        for (String line : membership) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                return version1(mount.resolve("memory"), parts[2]);
            }
        }
        for (String line : membership) {
            if (line.startsWith("0::")) {
                return version2(mount, line.substring(3));
            }
        }
        return null;
    }

    private static @Nullable Numbers version1(Path mount, String group) {
        Path folder = folder(mount, group, "memory.limit_in_bytes");
        return folder == null
                ? null
                : new Numbers(
                        folder.resolve("memory.limit_in_bytes"),
                        folder.resolve("memory.usage_in_bytes"),
                        folder.resolve("memory.stat"),
                        "total_inactive_file ");
    }

    private static @Nullable Numbers version2(Path mount, String group) {
        Path folder = folder(mount, group, "memory.max");
        return folder == null
                ? null
                : new Numbers(
                        folder.resolve("memory.max"),
                        folder.resolve("memory.current"),
                        folder.resolve("memory.stat"),
                        "inactive_file ");
    }

    /// A container usually sees its own group as the root, whatever the path says.
    private static @Nullable Path folder(Path mount, String group, String file) {
        Path own = mount.resolve(group.replaceFirst("^/+", "")).normalize();
        if (own.startsWith(mount) && Files.isReadable(own.resolve(file))) {
            return own;
        }
        return Files.isReadable(mount.resolve(file)) ? mount : null;
    }

    /// The used share of the limit; 0 without one.
    double share() {
        if (files == null) {
            return 0;
        }
        long limit = number(files.limit());
        if (limit <= 0 || limit >= NO_LIMIT) {
            return 0;
        }
        long used = number(files.used()) - droppable(files);
        return Math.max(0, used) / (double) limit;
    }

    private static long droppable(Numbers files) {
        for (String line : lines(files.details())) {
            if (line.startsWith(files.droppable())) {
                return parse(line.substring(files.droppable().length()));
            }
        }
        return 0;
    }

    private static long number(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? 0 : parse(lines.getFirst());
    }

    /// 0 for what is not a number, such as `max`.
    private static long parse(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }
}
