package dev.sekisho.saved;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/// One file with a saved configuration; its format is told in the description of the package.
///
/// Whoever reads sees a whole file, the one before or the new one, whenever a writer stops.
final class StateFile {

    static final int VERSION = 2;

    /// A bound on what a start reads and a volume must hold, nothing that was measured.
    static final long LARGEST = 64L << 20;

    private static final int MAGIC = 0x534b5348;
    private static final int HEADER = 20;
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Path file;
    private final Path draft;
    private final long largest;

    StateFile(Path folder, long largest) {
        this.folder = folder;
        this.file = folder.resolve("last-configuration");
        this.draft = folder.resolve("last-configuration.new");
        this.largest = largest;
    }

    Path path() {
        return file;
    }

    /// Replaces the file.
    void write(SavedConfiguration what, SortedMap<String, String> origin, SavedSecrets secrets)
            throws IOException {
        // What a crash left behind may have other permissions, or be a link.
        Files.deleteIfExists(draft);
        try {
            writeDraft(what, origin, secrets);
            Files.move(draft, file, ATOMIC_MOVE);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(draft);
            throw failed;
        }
        force(folder);
    }

    private void writeDraft(
            SavedConfiguration what, SortedMap<String, String> origin, SavedSecrets secrets)
            throws IOException {
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(draft, Set.of(WRITE, CREATE_NEW), ownerOnly)) {
            channel.position(HEADER);
            var body = new Bounded(Channels.newOutputStream(channel), largest);
            var out = new Encoder(body);
            out.instant(what.saved());
            out.map(origin, out::text);
            new ObjectEncoder(out, secrets).state(what.state());
            out.flush();
            var header = ByteBuffer.allocate(HEADER);
            header.putInt(MAGIC).putInt(VERSION).putLong(body.count()).putInt(body.checksum());
            channel.write(header.flip(), 0);
            channel.force(true);
        }
    }

    /// So that the new name outlives a power cut, too; some file systems cannot promise it.
    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    /// Nothing where there is no file.
    Optional<SavedConfiguration> read(SortedMap<String, String> origin) throws IOException {
        if (!Files.exists(file, NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            throw new UnusableFileException("not a regular file");
        }
        try (var channel = FileChannel.open(file, READ, NOFOLLOW_LINKS)) {
            check(channel);
            return Optional.of(decode(channel, origin));
        }
    }

    /// Everything that can be known without understanding the body.
    private void check(FileChannel channel) throws IOException {
        var header = ByteBuffer.wrap(stream(channel, 0).readNBytes(HEADER));
        if (header.limit() < HEADER || header.getInt() != MAGIC) {
            throw new UnusableFileException("not a saved configuration");
        }
        var version = header.getInt();
        if (version != VERSION) {
            throw new UnusableFileException(
                    "of format " + version + ", where this program reads " + VERSION);
        }
        var length = header.getLong();
        if (length != channel.size() - HEADER || length > largest) {
            throw new UnusableFileException("damaged: its length is not what it says");
        }
        if (checksum(stream(channel, HEADER)) != header.getInt()) {
            throw new UnusableFileException("damaged: its checksum is wrong");
        }
    }

    private static int checksum(InputStream body) throws IOException {
        var checksum = new CRC32C();
        var chunk = new byte[BUFFER];
        for (var count = body.read(chunk); count >= 0; count = body.read(chunk)) {
            checksum.update(chunk, 0, count);
        }
        return (int) checksum.getValue();
    }

    private static SavedConfiguration decode(FileChannel channel, SortedMap<String, String> origin)
            throws IOException {
        try {
            var in = new Decoder(stream(channel, HEADER));
            var saved = in.instant();
            compare(origin, in.map(in::text));
            var state = new ObjectDecoder(in).state();
            in.end();
            return new SavedConfiguration(saved, state);
        } catch (UnusableFileException known) {
            throw known;
        } catch (IOException | RuntimeException malformed) {
            // The text of an exception may hold what was read, which may be secret.
            throw new UnusableFileException("damaged: it cannot be understood");
        }
    }

    private static void compare(SortedMap<String, String> here, SortedMap<String, String> there)
            throws UnusableFileException {
        if (!here.equals(there)) {
            // Only names of ours are said: what the file has instead may be anything.
            throw new UnusableFileException(
                    here.entrySet().stream()
                            .filter(entry -> !entry.getValue().equals(there.get(entry.getKey())))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.joining(", ", "saved with another ", "")));
        }
    }

    private static InputStream stream(FileChannel channel, long position) throws IOException {
        channel.position(position);
        return new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
    }
}
