package dev.sekisho.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// Writes archives in the POSIX format that depend on nothing but content, name and kind: all
/// belongs to root and was changed at the same moment.
final class TarWriter implements AutoCloseable {

    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int PREFIX = 155;
    private static final int FILE_MODE = 0644;
    private static final int PROGRAM_MODE = 0755;
    private static final int FOLDER_MODE = 0755;
    private static final int SHARED_FOLDER_MODE = 01777;

    private final OutputStream out;
    private final Instant modified;

    TarWriter(OutputStream out, Instant modified) {
        this.out = out;
        this.modified = modified;
    }

    /// Adds what a folder holds and a layer takes, in the order of the names.
    void addTree(Path root, Predicate<String> taken) throws IOException {
        for (var path : sorted(root)) {
            var name = root.relativize(path).toString();
            if (!taken.test(name)) {
                continue;
            }
            if (Files.isSymbolicLink(path)) {
                header(name, PROGRAM_MODE, 0, '2', Files.readSymbolicLink(path).toString());
            } else if (Files.isDirectory(path)) {
                header(name + "/", folderMode(name), 0, '5', "");
            } else {
                addFile(name, path);
            }
        }
    }

    private static int folderMode(String name) {
        return name.equals("tmp") ? SHARED_FOLDER_MODE : FOLDER_MODE;
    }

    private static List<Path> sorted(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw new IOException("cannot read " + root, e);
        }
    }

    void addFile(String name, Path file) throws IOException {
        var mode = Files.isExecutable(file) ? PROGRAM_MODE : FILE_MODE;
        var size = Files.size(file);
        header(name, mode, size, '0', "");
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(out);
        }
        pad(size);
    }

    void addFile(String name, byte[] content) throws IOException {
        header(name, FILE_MODE, content.length, '0', "");
        out.write(content);
        pad(content.length);
    }

    private void header(String name, int mode, long size, char type, String target)
            throws IOException {
        var block = new byte[BLOCK];
        var split = split(name);
        put(block, 0, name.substring(split), NAME);
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, modified.getEpochSecond());
        block[156] = (byte) type;
        put(block, 157, target, NAME);
        put(block, 257, "ustar\0" + "00", 8);
        put(block, 345, split == 0 ? "" : name.substring(0, split - 1), PREFIX);
        octal(block, 148, 7, sum(block));
        block[155] = ' ';
        out.write(block);
    }

    /// Where the last part of a name begins that fits into the field for it.
    private static int split(String name) throws IOException {
        if (name.length() <= NAME) {
            return 0;
        }
        var slash = name.indexOf('/', name.length() - NAME - 1);
        if (slash < 0 || slash > PREFIX) {
            throw new IOException("the name is too long for an archive: " + name);
        }
        return slash + 1;
    }

    private static void put(byte[] block, int at, String text, int room) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > room) {
            throw new IOException("the name is too long for an archive: " + text);
        }
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static void octal(byte[] block, int at, int room, long value) throws IOException {
        var digits = Long.toOctalString(value);
        put(block, at, "0".repeat(room - 1 - digits.length()) + digits, room - 1);
    }

    /// The checksum counts its own field as spaces.
    private static int sum(byte[] block) {
        var sum = 8 * ' ';
        for (var value : block) {
            sum += value & 0xff;
        }
        return sum;
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
