package dev.sekisho;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.Pointer;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/// Memory that only the start, or other work that is over, needed: garbage of the heap, and, of an
/// executable, pages of code and constants that are read from the file again should they be needed
/// again.
///
/// The kernel takes such pages back by itself only when memory is short, and until then a pod is
/// charged for them.
final class SpareMemory {

    private static final boolean EXECUTABLE =
            System.getProperty("org.graalvm.nativeimage.imagecode") != null;

    private SpareMemory() {}

    /// Gives it back; to be called when the first configuration is served, and after work that does
    /// not go on. Stops the process for some milliseconds, which the first collections under load
    /// then need not.
    static void giveBack() {
        System.gc();
        if (EXECUTABLE) {
            try {
                var mappings = Files.readString(Path.of("/proc/self/smaps"));
                cleanFilePages(mappings, Path.of("/proc/self/exe").toRealPath())
                        .forEach(Kernel::release);
            } catch (IOException unreadable) {
                // The pages stay where they are, which costs nothing but memory.
            }
        }
    }

    /// Addresses of the process, from `start` up to `end`.
    record Range(long start, long end) {}

    private static final Pattern MAPPING =
            Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (.{4}) \\S+ \\S+ \\S+ *(.*)");
    private static final Pattern UNWRITTEN = Pattern.compile("Anonymous: +0 kB");

    /// The ranges of `file` in a text of the form of `/proc/PID/smaps` whose pages are all as they
    /// are in the file. What was written to a page would be lost with it.
    static List<Range> cleanFilePages(String mappings, Path file) {
        var found = new ArrayList<Range>();
        Range candidate = null;
        for (var line : mappings.lines().toList()) {
            var mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                candidate =
                        isReadOnly(mapping.group(3), mapping.group(4), file)
                                ? new Range(address(mapping.group(1)), address(mapping.group(2)))
                                : null;
            } else if (candidate != null && UNWRITTEN.matcher(line).matches()) {
                found.add(candidate);
            }
        }
        return List.copyOf(found);
    }

    private static boolean isReadOnly(String permissions, String name, Path file) {
        return permissions.indexOf('w') < 0 && name.equals(file.toString());
    }

    private static long address(String text) {
        return Long.parseUnsignedLong(text, 16);
    }

    /// A call that a JVM cannot make; apart, so that it need not know these classes.
    private static final class Kernel {

        /// `MADV_DONTNEED`, see madvise(2).
        private static final int NOT_NEEDED = 4;

        static void release(Range range) {
            madvise(
                    WordFactory.pointer(range.start()),
                    WordFactory.unsigned(range.end() - range.start()),
                    NOT_NEEDED);
        }

        @CFunction(transition = CFunction.Transition.NO_TRANSITION)
        private static native int madvise(Pointer address, UnsignedWord length, int advice);
    }
}
