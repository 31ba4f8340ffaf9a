package dev.sekisho.manifests;

import dev.sekisho.model.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is known of one file: its last good content and what is wrong with it at present.
///
/// It is settled when it was read long enough after its last change: one that was just written may
/// still be being written, or change again within the same tick of the file system's clock.
record LoadedFile(Stamp stamp, boolean settled, FileContent content, @Nullable Diagnostic problem) {

    /// How long after a change a file is read once more.
    static final Duration SETTLE = Duration.ofMillis(100);

    private static final long LARGEST = 64L * 1024 * 1024;

    /// Reads the file; what cannot be read or parsed keeps the previous content.
    static LoadedFile read(Path path, Stamp stamp, @Nullable LoadedFile previous) {
        var settled = isOld(stamp);
        try {
            var content = ManifestReader.read(path.toString(), bytes(path, stamp));
            // An empty file is one that a writer has only just opened.
            var kept =
                    previous != null && !settled && content.equals(FileContent.NONE)
                            ? previous.content()
                            : content;
            return new LoadedFile(stamp, settled, kept, null);
        } catch (UnreadableException e) {
            var problem = SourceProblems.unreadable(path.toString(), e);
            if (previous == null) {
                return new LoadedFile(stamp, settled, FileContent.NONE, problem);
            }
            // Half a file is no news while somebody is writing it.
            return new LoadedFile(
                    stamp, settled, previous.content(), settled ? problem : previous.problem());
        }
    }

    boolean isCurrent(Stamp now) {
        return settled && stamp.equals(now);
    }

    private static boolean isOld(Stamp stamp) {
        var now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return Math.abs(now - stamp.modifiedNanos()) > SETTLE.toNanos();
    }

    private static byte[] bytes(Path path, Stamp stamp) throws UnreadableException {
        if (stamp.size() > LARGEST) {
            throw tooLarge();
        }
        try {
            var bytes = Files.readAllBytes(path);
            if (bytes.length > LARGEST) {
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw new UnreadableException(0, "cannot be read: " + FileTree.reason(e));
        }
    }

    private static UnreadableException tooLarge() {
        return new UnreadableException(0, "is larger than 64 MiB");
    }
}
