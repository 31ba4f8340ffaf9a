package dev.sekisho.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What an ELF file asks of the dynamic loader; only 64-bit files are read.
///
/// @param interpreter the loader, empty where none is named, as in libraries
/// @param runPaths where to look before the system's folders, `$ORIGIN` not yet replaced
record ElfFile(int machine, String interpreter, List<String> needed, List<String> runPaths) {

    private static final int MAGIC = 0x7f454c46;
    private static final int HEADER = 64;
    private static final int CLASS_64 = 2;
    private static final int BIG_ENDIAN = 2;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int INTERPRETER = 3;
    private static final int NEEDED = 1;
    private static final int STRING_TABLE = 5;
    private static final int RPATH = 15;
    private static final int RUNPATH = 29;

    private record Segment(int type, int offset, long address, int size) {

        boolean holds(long wanted) {
            return type == LOAD && wanted >= address && wanted < address + size;
        }
    }

    private record Tag(long name, long value) {}

    static boolean isElf(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var start = in.readNBytes(HEADER);
            return start.length == HEADER && ByteBuffer.wrap(start).getInt() == MAGIC;
        }
    }

    static ElfFile read(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
            if (bytes.limit() < HEADER || bytes.getInt(0) != MAGIC || bytes.get(4) != CLASS_64) {
                throw new IOException(file + " is no 64-bit ELF file");
            }
            bytes.order(
                    bytes.get(5) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            return read(bytes);
        } catch (IndexOutOfBoundsException outside) {
            throw new IOException(file + " is a damaged ELF file", outside);
        }
    }

    private static ElfFile read(ByteBuffer bytes) {
        var segments = segments(bytes);
        var tags = tags(bytes, segments);
        var strings =
                named(tags, STRING_TABLE).map(it -> offset(segments, it)).findFirst().orElse(0);
        return new ElfFile(
                bytes.getShort(18),
                interpreter(bytes, segments),
                named(tags, NEEDED).map(it -> text(bytes, strings + it.intValue())).toList(),
                Stream.concat(named(tags, RPATH), named(tags, RUNPATH))
                        .map(it -> text(bytes, strings + it.intValue()))
                        .flatMap(paths -> Arrays.stream(paths.split(":", -1)))
                        .toList());
    }

    private static List<Segment> segments(ByteBuffer bytes) {
        var table = (int) bytes.getLong(32);
        var entrySize = bytes.getShort(54);
        var found = new ArrayList<Segment>();
        for (var index = 0; index < bytes.getShort(56); index++) {
            var at = table + index * entrySize;
            found.add(
                    new Segment(
                            bytes.getInt(at),
                            (int) bytes.getLong(at + 8),
                            bytes.getLong(at + 16),
                            (int) bytes.getLong(at + 32)));
        }
        return found;
    }

    private static List<Tag> tags(ByteBuffer bytes, List<Segment> segments) {
        var found = new ArrayList<Tag>();
        for (var segment : segments) {
            if (segment.type() != DYNAMIC) {
                continue;
            }
            for (var at = segment.offset(); at < segment.offset() + segment.size(); at += 16) {
                found.add(new Tag(bytes.getLong(at), bytes.getLong(at + 8)));
            }
        }
        return found;
    }

    private static Stream<Long> named(List<Tag> tags, int name) {
        return tags.stream().filter(tag -> tag.name() == name).map(Tag::value);
    }

    private static int offset(List<Segment> segments, long address) {
        return segments.stream()
                .filter(segment -> segment.holds(address))
                .map(segment -> (int) (segment.offset() + address - segment.address()))
                .findFirst()
                .orElseThrow(IndexOutOfBoundsException::new);
    }

    private static String interpreter(ByteBuffer bytes, List<Segment> segments) {
        return segments.stream()
                .filter(segment -> segment.type() == INTERPRETER)
                .map(segment -> text(bytes, segment.offset()))
                .findFirst()
                .orElse("");
    }

    private static String text(ByteBuffer bytes, int start) {
        var end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        var text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
