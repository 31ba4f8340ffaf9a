package dev.sekisho.manifests;

import java.util.ArrayList;
import java.util.List;

/// A piece of a file between two document separators, in place.
final class Chunk {

    private final byte[] content;
    private final int start;
    private final int end;
    private final int line;
    private final int firstContent;

    private Chunk(byte[] content, int start, int end, int line) {
        this.content = content;
        this.start = start;
        this.end = end;
        this.line = line;
        this.firstContent = findContent();
    }

    /// All of a file that holds something, cut where a line starts with `---`.
    static List<Chunk> of(byte[] content) {
        var chunks = new ArrayList<Chunk>();
        var line = 1;
        for (int start = byteOrderMark(content); start < content.length; ) {
            var end = endOf(content, start);
            var chunk = new Chunk(content, start, end, line);
            if (chunk.firstContent >= 0) {
                chunks.add(chunk);
            }
            line = chunk.lineOf(end);
            start = end;
        }
        return chunks;
    }

    private static int byteOrderMark(byte[] content) {
        var isThere =
                content.length >= 3
                        && content[0] == (byte) 0xEF
                        && content[1] == (byte) 0xBB
                        && content[2] == (byte) 0xBF;
        return isThere ? 3 : 0;
    }

    private static int endOf(byte[] content, int start) {
        var at = nextLine(content, start);
        while (at < content.length && !isSeparator(content, at)) {
            at = nextLine(content, at);
        }
        return at;
    }

    int start() {
        return start;
    }

    int length() {
        return end - start;
    }

    /// The file.
    byte[] content() {
        return content;
    }

    int end() {
        return end;
    }

    /// The line on which it starts, from 1.
    int line() {
        return line;
    }

    /// The line of a position within or just behind it.
    int lineOf(int position) {
        var result = line;
        for (int i = start; i < position; i++) {
            if (content[i] == '\n') {
                result++;
            }
        }
        return result;
    }

    /// Where something else than separator, blanks, comments and directives begins.
    int firstContent() {
        return firstContent;
    }

    /// -1 if nothing else does.
    private int findContent() {
        var at = isSeparator(content, start) ? start + 3 : start;
        while (at < end) {
            var c = content[at];
            if (c == '#' || (c == '%' && (at == 0 || content[at - 1] == '\n'))) {
                at = Math.min(nextLine(content, at), end);
            } else if (isBlank(c)) {
                at++;
            } else {
                return at;
            }
        }
        return -1;
    }

    private static boolean isSeparator(byte[] content, int at) {
        return at + 3 <= content.length
                && content[at] == '-'
                && content[at + 1] == '-'
                && content[at + 2] == '-'
                && (at + 3 == content.length || isBlank(content[at + 3]));
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static int nextLine(byte[] content, int at) {
        var i = at;
        while (i < content.length && content[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, content.length);
    }
}
