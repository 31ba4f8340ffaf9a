package dev.sekisho.gateway.http1;

/// The places that a head's index names lie in its bytes and in their order.
final class HeadBounds {

    private HeadBounds() {}

    static void check(RequestHead head) {
        ascending(
                "line",
                0,
                head.methodStart(),
                head.methodEnd(),
                head.targetStart(),
                head.targetEnd(),
                head.lineEnd(),
                head.bytes().length);
        ascending("query", head.targetStart(), head.queryStart(), head.targetEnd());
        ascending("path", 0, head.pathStart(), head.pathEnd(), head.bytes().length);
        ascending(
                "host", 0, head.hostStart(), head.hostEnd(), head.authorityEnd(), head.headBytes());
        int at = head.lineEnd();
        for (int i = 0; i < head.fieldCount(); i++) {
            require("a field follows another", head.fieldStart(i) == at);
            at = head.fieldEnd(i);
            ascending("field", head.fieldStart(i), head.valueStart(i), head.valueEnd(i), at - 2);
            endsLine(head.bytes(), at);
        }
        endsLine(head.bytes(), at + 2);
        require("the empty line ends the head", head.headBytes() == at + 2);
    }

    static void check(ResponseHead head) {
        ascending("line", 0, head.reasonStart(), head.lineEnd(), head.bytes().length);
        int at = head.lineEnd();
        for (int i = 0; i < head.fieldCount(); i++) {
            require("a field follows another", head.fieldStart(i) == at);
            at = head.fieldEnd(i);
            endsLine(head.bytes(), at);
        }
        endsLine(head.bytes(), at + 2);
    }

    private static void endsLine(byte[] bytes, int end) {
        require("a line ends with CR LF", bytes[end - 2] == '\r' && bytes[end - 1] == '\n');
    }

    private static void ascending(String what, int... places) {
        for (int i = 1; i < places.length; i++) {
            require(what + " in order", places[i - 1] <= places[i]);
        }
    }

    private static void require(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError("violated: " + what);
        }
    }
}
