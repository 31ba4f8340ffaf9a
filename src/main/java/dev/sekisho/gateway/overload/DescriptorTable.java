package dev.sekisho.gateway.overload;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The descriptors of this process, as the kernel shows them under `/proc/self`.
final class DescriptorTable {

    private static final String LIMIT = "Max open files";
    private static final long LISTING_NANOS = 1_000_000_000L;

    private final Path limits;
    private final Path open;
    private int lastLimit = Integer.MAX_VALUE;
    private int listed;
    private long listedAt;

    DescriptorTable(Path process) {
        this.limits = process.resolve("limits");
        this.open = process.resolve("fd");
    }

    /// To read it takes a descriptor. Where none is left, what was read before holds.
    int limit() {
        try {
            lastLimit = readLimit();
        } catch (IOException | NumberFormatException _) {
            // Where the kernel never says, nothing is limited by us either.
        }
        return lastLimit;
    }

    private int readLimit() throws IOException {
        for (String line : Files.readAllLines(limits)) {
            if (line.startsWith(LIMIT)) {
                return number(line.substring(LIMIT.length()).strip().split(" ", 2)[0]);
            }
        }
        return Integer.MAX_VALUE;
    }

    private static int number(String text) {
        return text.equals("unlimited")
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text));
    }

    /// Newer kernels say the number as the size of the folder; older ones make us count.
    int open() {
        try {
            long size = Files.size(open);
            return size > 0 ? (int) size : count();
        } catch (IOException | DirectoryIteratorException _) {
            return listed;
        }
    }

    /// Not more often than once a second, because it takes long for many.
    private int count() throws IOException {
        long now = System.nanoTime();
        if (listed == 0 || now - listedAt >= LISTING_NANOS) {
            listedAt = now;
            int seen = 0;
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(open)) {
                for (Path _ : entries) {
                    seen++;
                }
            }
            listed = seen;
        }
        return listed;
    }
}
