package dev.sekisho.gateway.http1;

/// The first line of a response: version, status, reason (RFC 9112 4).
final class StatusLine implements FieldBlock.StartLine {

    private static final int VERSION_LENGTH = 8;
    private static final int SHORTEST_LINE = 13;
    private static final byte[] HTTP_1 = Octets.ascii("HTTP/1.");

    private final FieldBlock block;
    private final int longest;
    private boolean http10;
    private boolean tooLong;
    private int status;
    private int end;

    StatusLine(FieldBlock block, int longest) {
        this.block = block;
        this.longest = longest;
    }

    void clear() {
        http10 = false;
        tooLong = false;
        status = 0;
        end = 0;
    }

    @Override
    public Progress advance() {
        byte[] bytes = block.bytes();
        int filled = block.filled();
        if (!startsLikeHttp(bytes, filled)) {
            return Progress.REFUSED;
        }
        int at = Math.min(filled, SHORTEST_LINE - 1);
        while (at < filled && Octets.isValue(bytes[at])) {
            at++;
        }
        tooLong = at > longest;
        if (tooLong) {
            return Progress.REFUSED;
        }
        if (at + 1 >= filled) {
            return Progress.MORE;
        }
        if (bytes[at] != '\r' || bytes[at + 1] != '\n' || !version(bytes) || !status(bytes)) {
            return Progress.REFUSED;
        }
        end = at + 2;
        return Progress.COMPLETE;
    }

    private static boolean startsLikeHttp(byte[] bytes, int filled) {
        int known = Math.min(filled, HTTP_1.length);
        for (int i = 0; i < known; i++) {
            if (bytes[i] != HTTP_1[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean version(byte[] bytes) {
        http10 = bytes[VERSION_LENGTH - 1] == '0';
        return (http10 || bytes[VERSION_LENGTH - 1] == '1') && bytes[VERSION_LENGTH] == ' ';
    }

    private boolean status(byte[] bytes) {
        int first = VERSION_LENGTH + 1;
        int number = 0;
        for (int i = first; i < first + 3; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return false;
            }
            number = number * 10 + bytes[i] - '0';
        }
        status = number;
        byte after = bytes[first + 3];
        return number >= 100 && number < 600 && (after == ' ' || after == '\r');
    }

    ResponseRule rule() {
        return tooLong ? ResponseRule.UPSTREAM_HEADER_TOO_BIG : ResponseRule.UPSTREAM_STATUS_LINE;
    }

    /// Where the reason phrase starts, the space before it included.
    static int reasonStart() {
        return VERSION_LENGTH + 4;
    }

    boolean isHttp10() {
        return http10;
    }

    int status() {
        return status;
    }

    @Override
    public int end() {
        return end;
    }
}
