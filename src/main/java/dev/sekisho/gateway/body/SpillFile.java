package dev.sekisho.gateway.body;

import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// A file that loses its name as soon as it is open: whatever ends the process, it is gone, too.
///
/// All methods block.
final class SpillFile {

    private static final String PREFIX = "sekisho-body-";
    private static final String OURS = PREFIX + "????????????????.tmp";

    private final FileChannel channel;

    private SpillFile(FileChannel channel) {
        this.channel = channel;
    }

    static SpillFile create(Path folder) throws IOException {
        long number = ThreadLocalRandom.current().nextLong();
        Path path = folder.resolve(PREFIX + "%016x".formatted(number) + ".tmp");
        FileChannel channel =
                FileChannel.open(
                        path,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new SpillFile(channel);
    }

    /// Deletes the files of processes that ended between making one and taking its name away.
    static void clean(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, OURS)) {
            for (Path path : left) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /// Writes all that is readable, which stays readable.
    void write(ByteBuf bytes, long position) throws IOException {
        int start = bytes.readerIndex();
        int length = bytes.readableBytes();
        int written = 0;
        while (written < length) {
            written +=
                    bytes.getBytes(start + written, channel, position + written, length - written);
        }
    }

    void read(ByteBuf into, long position, int length) throws IOException {
        int taken = 0;
        while (taken < length) {
            int more = into.writeBytes(channel, position + taken, length - taken);
            if (more < 0) {
                throw new EOFException("a spilled body is shorter than it was");
            }
            taken += more;
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
