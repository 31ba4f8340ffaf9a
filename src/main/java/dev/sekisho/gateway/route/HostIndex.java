package dev.sekisho.gateway.route;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Host names, or wildcard suffixes, and their paths. Names are compared without regard to case.
final class HostIndex {

    private static final class Entry {
        private final byte[] name;
        private final int hash;
        private final PathIndex paths;

        private Entry(byte[] name, PathIndex paths) {
            this.name = name;
            this.hash = Hashing.spread(Hashing.of(name));
            this.paths = paths;
        }
    }

    private final @Nullable Entry[] table;

    /// The names are lower-case.
    HostIndex(Map<String, PathIndex> hosts) {
        table = new @Nullable Entry[Tables.size(hosts.size())];
        hosts.forEach(this::put);
    }

    private void put(String name, PathIndex paths) {
        Entry entry = new Entry(name.getBytes(StandardCharsets.UTF_8), paths);
        int at = entry.hash & (table.length - 1);
        while (table[at] != null) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = entry;
    }

    @Nullable PathIndex find(byte[] bytes, int start, int end) {
        int hash = Hashing.START;
        for (int i = start; i < end; i++) {
            hash = Hashing.next(hash, lower(bytes[i]));
        }
        int spread = Hashing.spread(hash);
        int at = spread & (table.length - 1);
        for (Entry entry = table[at]; entry != null; entry = table[at]) {
            if (entry.hash == spread && isNamed(entry.name, bytes, start, end)) {
                return entry.paths;
            }
            at = (at + 1) & (table.length - 1);
        }
        return null;
    }

    private static boolean isNamed(byte[] name, byte[] bytes, int start, int end) {
        if (name.length != end - start) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != lower(bytes[start + i])) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }
}
