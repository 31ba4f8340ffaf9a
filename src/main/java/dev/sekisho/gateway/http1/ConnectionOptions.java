package dev.sekisho.gateway.http1;

/// The `Connection` fields of a message: whether the connection lives on, and which fields die
/// here.
final class ConnectionOptions {

    private static final byte[] KEEP_ALIVE = Octets.ascii("keep-alive");
    private static final byte[] CLOSE = Octets.ascii("close");
    private static final int MOST_NOMINATIONS = 32;

    private final int[] starts = new int[MOST_NOMINATIONS];
    private final int[] ends = new int[MOST_NOMINATIONS];
    private int count;
    private boolean keepAlive;
    private boolean close;

    void clear() {
        count = 0;
        keepAlive = false;
        close = false;
    }

    /// Whether the value is a list of tokens, not too long.
    boolean read(FieldBlock fields, int field) {
        byte[] bytes = fields.bytes();
        int at = fields.valueStart(field);
        int end = fields.valueEnd(field);
        while (at < end) {
            int start = at;
            while (at < end && Octets.isToken(bytes[at])) {
                at++;
            }
            if (at > start && !option(bytes, start, at)) {
                return false;
            }
            at = afterBlanks(bytes, at, end);
            if (at < end && bytes[at++] != ',') {
                return false;
            }
            at = afterBlanks(bytes, at, end);
        }
        return true;
    }

    private static int afterBlanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && Octets.isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private boolean option(byte[] bytes, int start, int end) {
        if (Octets.equalsIgnoreCase(bytes, start, end, KEEP_ALIVE)) {
            keepAlive = true;
            return true;
        }
        if (Octets.equalsIgnoreCase(bytes, start, end, CLOSE)) {
            close = true;
            return true;
        }
        if (count == MOST_NOMINATIONS) {
            return false;
        }
        starts[count] = start;
        ends[count++] = end;
        return true;
    }

    /// Marks the fields that are named; those that frame or address the message, and those that we
    /// set, stay.
    void nominate(FieldBlock fields) {
        for (int i = 0; i < count; i++) {
            for (int line = 0; line < fields.count(); line++) {
                if (isNominable(fields.name(line)) && isNamed(fields, line, i)) {
                    fields.nominate(line);
                }
            }
        }
    }

    private static boolean isNominable(KnownName name) {
        return switch (name) {
            case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, EXPECT, CONNECTION -> false;
            case X_REQUEST_ID, SERVER, DATE -> false;
            default -> !name.isProvenance();
        };
    }

    private boolean isNamed(FieldBlock fields, int line, int option) {
        int length = ends[option] - starts[option];
        int start = fields.lineStart(line);
        if (fields.nameEnd(line) - start != length) {
            return false;
        }
        byte[] bytes = fields.bytes();
        for (int i = 0; i < length; i++) {
            if (Octets.lower(bytes[start + i]) != Octets.lower(bytes[starts[option] + i])) {
                return false;
            }
        }
        return true;
    }

    /// Whether the sender keeps the connection open.
    boolean isPersistent(boolean http10) {
        return !close && (keepAlive || !http10);
    }
}
