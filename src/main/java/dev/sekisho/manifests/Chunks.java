package dev.sekisho.manifests;

/// Cuts a file at its document separators, in place; stands on one chunk at a time.
final class Chunks {

    private final byte[] content;
    private int start;
    private int end;
    private int line = 1;

    Chunks(byte[] content) {
        this.content = content;
        this.end = hasByteOrderMark() ? 3 : 0;
        this.start = end;
    }

    private boolean hasByteOrderMark() {
        return content.length >= 3
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
    }

    /// Moves to the next chunk; false at the end of the file.
    boolean next() {
        line = lineOf(end);
        start = end;
        if (start >= content.length) {
            return false;
        }
        var at = nextLine(start);
        while (at < content.length && !isSeparator(at)) {
            at = nextLine(at);
        }
        end = at;
        return true;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /// The line on which this chunk starts, from 1.
    int line() {
        return line;
    }

    /// The line of a position within or just behind this chunk.
    int lineOf(int position) {
        var result = line;
        for (int i = start; i < position; i++) {
            if (content[i] == '\n') {
                result++;
            }
        }
        return result;
    }

    /// Where something else than separator, blanks, comments and directives begins, or -1.
    int firstContent() {
        var at = isSeparator(start) ? start + 3 : start;
        while (at < end) {
            var c = content[at];
            if (c == '#' || (c == '%' && (at == 0 || content[at - 1] == '\n'))) {
                at = Math.min(nextLine(at), end);
            } else if (isBlank(c)) {
                at++;
            } else {
                return at;
            }
        }
        return -1;
    }

    private boolean isSeparator(int at) {
        return at + 3 <= content.length
                && content[at] == '-'
                && content[at + 1] == '-'
                && content[at + 2] == '-'
                && (at + 3 == content.length || isBlank(content[at + 3]));
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private int nextLine(int at) {
        var i = at;
        while (i < content.length && content[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, content.length);
    }
}
