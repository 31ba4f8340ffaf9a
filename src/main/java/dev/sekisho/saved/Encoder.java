package dev.sekisho.saved;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Writes the few kinds of values that records are made of; the counterpart of [Decoder].
final class Encoder {

    private static final int BUFFER = 1 << 16;
    private static final int ONE_BYTE = 0x80;
    private static final int TWO_BYTES = 0x800;

    /// Writes one element of a list.
    @FunctionalInterface
    interface Element<T> {

        void write(T element) throws IOException;
    }

    private final DataOutputStream out;
    private final Map<String, Integer> texts = new HashMap<>();

    Encoder(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
    }

    void flush() throws IOException {
        out.flush();
    }

    void flag(boolean value) throws IOException {
        out.writeBoolean(value);
    }

    /// Any int; small ones that are not negative take the least room.
    void number(int value) throws IOException {
        var rest = value;
        while ((rest & -ONE_BYTE) != 0) {
            out.write((rest & 0x7f) | ONE_BYTE);
            rest >>>= 7;
        }
        out.write(rest);
    }

    void instant(Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        number(instant.getNano());
    }

    void bytes(byte[] bytes) throws IOException {
        number(bytes.length);
        out.write(bytes);
    }

    /// The number of a text that was there before; else 0 and the text.
    void text(String text) throws IOException {
        var known = texts.putIfAbsent(text, texts.size() + 1);
        number(known == null ? 0 : known);
        if (known == null) {
            letters(text);
        }
    }

    /// As UTF-8, but each half of a surrogate pair by itself: the halves may not make a pair.
    private void letters(String text) throws IOException {
        number(text.length());
        for (var index = 0; index < text.length(); index++) {
            letter(text.charAt(index));
        }
    }

    private void letter(char letter) throws IOException {
        if (letter < ONE_BYTE) {
            out.write(letter);
        } else if (letter < TWO_BYTES) {
            out.write(0xc0 | (letter >> 6));
            out.write(0x80 | (letter & 0x3f));
        } else {
            out.write(0xe0 | (letter >> 12));
            out.write(0x80 | ((letter >> 6) & 0x3f));
            out.write(0x80 | (letter & 0x3f));
        }
    }

    <T> void list(Collection<? extends T> list, Element<T> element) throws IOException {
        number(list.size());
        for (var item : list) {
            element.write(item);
        }
    }

    void texts(Collection<String> list) throws IOException {
        list(list, this::text);
    }

    <V> void map(Map<String, V> map, Element<V> value) throws IOException {
        number(map.size());
        for (var entry : map.entrySet()) {
            text(entry.getKey());
            value.write(entry.getValue());
        }
    }
}
