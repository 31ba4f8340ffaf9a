package dev.sekisho.gateway.route;

import dev.sekisho.model.http.PathMatch;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The paths of one host.
///
/// One hash table holds every path text of the host. A look-up walks the request path once and asks
/// the table at each slash, no further than the longest text in it; of all routes found the one
/// that comes first in the host's list wins. Its cost grows with the path, not with the routes.
final class PathIndex {

    /// What the routes of one path text are.
    private static final class Entry {
        private final byte[] path;
        private final int hash;
        private @Nullable CompiledRoute exact;
        private @Nullable CompiledRoute prefix;

        private Entry(String path) {
            this.path = path.getBytes(StandardCharsets.UTF_8);
            this.hash = Hashing.spread(Hashing.of(this.path));
        }
    }

    private final @Nullable CompiledRoute root;
    private final @Nullable Entry[] table;
    private final int longest;

    PathIndex(List<CompiledRoute> routes) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        CompiledRoute everything = null;
        for (CompiledRoute route : routes) {
            switch (route.route().path()) {
                case PathMatch.Exact(var path) -> {
                    Entry entry = entries.computeIfAbsent(path, Entry::new);
                    entry.exact = CompiledRoute.first(entry.exact, route);
                }
                case PathMatch.Prefix(var path) when path.equals("/") ->
                        everything = CompiledRoute.first(everything, route);
                case PathMatch.Prefix(var path) -> {
                    Entry entry = entries.computeIfAbsent(path, Entry::new);
                    entry.prefix = CompiledRoute.first(entry.prefix, route);
                }
            }
        }
        this.root = everything;
        this.table = table(entries);
        this.longest = entries.values().stream().mapToInt(e -> e.path.length).max().orElse(-1);
    }

    private static @Nullable Entry[] table(Map<String, Entry> entries) {
        @Nullable Entry[] table = new @Nullable Entry[Tables.size(entries.size())];
        for (Entry entry : entries.values()) {
            int at = entry.hash & (table.length - 1);
            while (table[at] != null) {
                at = (at + 1) & (table.length - 1);
            }
            table[at] = entry;
        }
        return table;
    }

    @Nullable CompiledRoute find(byte[] bytes, int start, int end) {
        CompiledRoute best = root;
        int last = Math.min(end, start + longest);
        int hash = Hashing.START;
        for (int at = start; at < last; at++) {
            byte b = bytes[at];
            if (b == '/' && at > start) {
                best = CompiledRoute.first(best, prefix(bytes, start, at, hash));
            }
            hash = Hashing.next(hash, b);
        }
        if (last == end) {
            return CompiledRoute.first(best, whole(bytes, start, end, hash));
        }
        return last > start && bytes[last] == '/'
                ? CompiledRoute.first(best, prefix(bytes, start, last, hash))
                : best;
    }

    private @Nullable CompiledRoute prefix(byte[] bytes, int start, int end, int hash) {
        Entry entry = entry(bytes, start, end, hash);
        return entry == null ? null : entry.prefix;
    }

    private @Nullable CompiledRoute whole(byte[] bytes, int start, int end, int hash) {
        Entry entry = entry(bytes, start, end, hash);
        return entry == null ? null : CompiledRoute.first(entry.exact, entry.prefix);
    }

    private @Nullable Entry entry(byte[] bytes, int start, int end, int hash) {
        int spread = Hashing.spread(hash);
        int at = spread & (table.length - 1);
        for (Entry entry = table[at]; entry != null; entry = table[at]) {
            if (entry.hash == spread && Hashing.equal(entry.path, bytes, start, end)) {
                return entry;
            }
            at = (at + 1) & (table.length - 1);
        }
        return null;
    }
}
