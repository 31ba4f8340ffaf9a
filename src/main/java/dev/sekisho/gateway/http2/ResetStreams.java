package dev.sekisho.gateway.http2;

import java.util.Arrays;

/// The streams that we have reset last: what was under way on them is no fault of the client.
final class ResetStreams {

    private final int[] ids = new int[64];
    private int at;

    void add(int id) {
        ids[at++ & ids.length - 1] = id;
    }

    boolean contains(int id) {
        return Arrays.stream(ids).anyMatch(reset -> reset == id);
    }
}
