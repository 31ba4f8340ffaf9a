package dev.sekisho.gateway.overload;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /// Far more than any of the files has.
    private static final int LARGEST_FILE = 16 << 10;

    private final byte[] kept = new byte[LARGEST_FILE];
    private final @Nullable Numbers files;

    /// Where the three numbers are.
    private record Numbers(Path limit, Path used, Path details, String droppable) {}

    /// `membership` is `/proc/self/cgroup`, `mount` is where the groups are.
    ControlGroup(Path membership, Path mount) {
        this.files = find(text(membership).lines().toList(), mount);
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

    /// The used share of the limit; 0 without one. Looked at many times a second, so it reads into
    /// memory that it keeps.
    synchronized double share() {
        if (files == null) {
            return 0;
        }
        long limit = parse(text(files.limit()));
        if (limit <= 0 || limit >= NO_LIMIT) {
            return 0;
        }
        long used = parse(text(files.used())) - droppable(files);
        return Math.max(0, used) / (double) limit;
    }

    private long droppable(Numbers files) {
        String details = "\n" + text(files.details());
        String name = "\n" + files.droppable();
        int found = details.indexOf(name);
        if (found < 0) {
            return 0;
        }
        int start = found + name.length();
        int end = details.indexOf('\n', start);
        return parse(details.substring(start, end < 0 ? details.length() : end));
    }

    /// 0 for what is not a number, such as `max`.
    private static long parse(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// Nothing where the file cannot be read.
    private String text(Path file) {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            int length = in.readNBytes(kept, 0, kept.length);
            return new String(kept, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
