package dev.sekisho.saved;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what an [Encoder] wrote. Believes no count: memory grows with what is really there.
final class Decoder {

    private static final int FIRST_ROOM = 64;
    private static final int LONGEST_NUMBER = 35;

    /// Reads one element of a list.
    @FunctionalInterface
    interface Element<T> {

        T read() throws IOException;
    }

    private final DataInputStream in;
    private final List<String> texts = new ArrayList<>();

    /// `in` should be buffered.
    Decoder(InputStream in) {
        this.in = new DataInputStream(in);
    }

    boolean flag() throws IOException {
        return in.readBoolean();
    }

    int number() throws IOException {
        var value = 0;
        for (var shift = 0; shift < LONGEST_NUMBER; shift += 7) {
            var next = in.readUnsignedByte();
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number without an end");
    }

    private int count() throws IOException {
        var count = number();
        if (count < 0) {
            throw new IOException("a negative count");
        }
        return count;
    }

    Instant instant() throws IOException {
        try {
            return Instant.ofEpochSecond(in.readLong(), number());
        } catch (DateTimeException | ArithmeticException beyond) {
            throw new IOException("a time beyond all times", beyond);
        }
    }

    byte[] bytes() throws IOException {
        var count = count();
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("too short");
        }
        return bytes;
    }

    String text() throws IOException {
        var known = count();
        if (known > texts.size()) {
            throw new IOException("a text that is nowhere");
        }
        if (known > 0) {
            return texts.get(known - 1);
        }
        var text = letters();
        texts.add(text);
        return text;
    }

    private String letters() throws IOException {
        var count = count();
        var text = new StringBuilder(Math.min(count, FIRST_ROOM));
        for (var index = 0; index < count; index++) {
            text.append(letter());
        }
        return text.toString();
    }

    private char letter() throws IOException {
        var first = in.readUnsignedByte();
        if (first < 0x80) {
            return (char) first;
        }
        var second = in.readUnsignedByte() & 0x3f;
        if (first < 0xe0) {
            return (char) (((first & 0x1f) << 6) | second);
        }
        var third = in.readUnsignedByte() & 0x3f;
        return (char) (((first & 0xf) << 12) | (second << 6) | third);
    }

    <T> List<T> list(Element<? extends T> element) throws IOException {
        var count = count();
        var list = new ArrayList<T>(Math.min(count, FIRST_ROOM));
        for (var index = 0; index < count; index++) {
            list.add(element.read());
        }
        return list;
    }

    List<String> texts() throws IOException {
        return list(this::text);
    }

    <V> SortedMap<String, V> map(Element<? extends V> value) throws IOException {
        var count = count();
        var map = new TreeMap<String, V>();
        for (var index = 0; index < count; index++) {
            map.put(text(), value.read());
        }
        return map;
    }

    /// Nothing may follow.
    void end() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("more than there should be");
        }
    }

    static IOException unknown(String what, int tag) {
        return new IOException("no " + what + " has the number " + tag);
    }
}
