package dev.sekisho.gateway.http2;

import org.jspecify.annotations.Nullable;

/// The streams that we have reset, of the last thousand: what was under way on them is no fault of
/// the other side.
final class ResetStreams {

    /// Several times as many as are open at once.
    private static final int REMEMBERED = 1024;

    private int @Nullable [] ids;

    void add(int id) {
        int[] known = ids;
        if (known == null) {
            known = new int[REMEMBERED];
            ids = known;
        }
        known[slot(id)] = id;
    }

    boolean contains(int id) {
        int[] known = ids;
        return known != null && known[slot(id)] == id;
    }

    /// Numbers of streams that one side opens are every other one.
    private static int slot(int id) {
        return (id >> 1) & (REMEMBERED - 1);
    }
}
