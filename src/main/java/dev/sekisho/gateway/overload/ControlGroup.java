package dev.sekisho.gateway.overload;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The memory limits of the container and of all groups that it is in, of version 1 or 2 of control
/// groups: the kernel kills where any of them is reached.
///
/// Pages of files that the kernel can drop at any time do not count as used.
public final class ControlGroup {

    /// What version 1 shows for no limit is near the largest number there is.
    private static final long NO_LIMIT = 1L << 60;

    /// Far more than any of the files has.
    private static final int LARGEST_FILE = 16 << 10;

    private final byte[] kept = new byte[LARGEST_FILE];
    private final List<Numbers> groups;

    /// Where the three numbers are.
    private record Numbers(Path limit, Path used, Path details, String droppable) {
        private boolean isThere() {
            return Files.isReadable(limit);
        }
    }

    /// `membership` is `/proc/self/cgroup`, `mount` is where the groups are.
    public ControlGroup(Path membership, Path mount) {
        this.groups = find(text(membership).lines().toList(), mount);
    }

    private static List<Numbers> find(List<String> membership, Path mount) {
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
        return List.of();
    }

    private static List<Numbers> version1(Path mount, String group) {
        return folders(mount, group)
                .map(folder ->
                        new Numbers(
                                folder.resolve("memory.limit_in_bytes"),
                                folder.resolve("memory.usage_in_bytes"),
                                folder.resolve("memory.stat"),
                                "total_inactive_file "))
                .filter(Numbers::isThere)
                .toList();
    }

    private static List<Numbers> version2(Path mount, String group) {
        return folders(mount, group)
                .map(folder ->
                        new Numbers(
                                folder.resolve("memory.max"),
                                folder.resolve("memory.current"),
                                folder.resolve("memory.stat"),
                                "inactive_file "))
                .filter(Numbers::isThere)
                .toList();
    }

    /// The group's own and all above. A container may see its own group as the top one, under a
    /// path that only the host has.
    private static Stream<Path> folders(Path mount, String group) {
        Path own = mount.resolve(group.replaceFirst("^/+", "")).normalize();
        return Stream.iterate(
                own.startsWith(mount) ? own : mount,
                folder -> folder != null && folder.startsWith(mount),
                Path::getParent);
    }

    /// The least that any of the groups allows; nothing where none limits.
    public synchronized OptionalLong limit() {
        return groups.stream().mapToLong(this::limit).filter(ControlGroup::isLimit).min();
    }

    private long limit(Numbers files) {
        return parse(text(files.limit()));
    }

    private static boolean isLimit(long bytes) {
        return bytes > 0 && bytes < NO_LIMIT;
    }

    /// The largest used share of a limit; 0 without one. Looked at many times a second, so it reads
    /// into memory that it keeps.
    synchronized double share() {
        double most = 0;
        for (Numbers files : groups) {
            most = Math.max(most, share(files));
        }
        return most;
    }

    private double share(Numbers files) {
        long limit = limit(files);
        if (!isLimit(limit)) {
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
