package dev.sekisho.gateway.route;

import dev.sekisho.model.http.PathMatch;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which of a list of path matches a path is for. Hosts with the same list share one shape.
///
/// One hash table holds every path text of the list. A look-up walks the request path once and asks
/// the table at each slash, no further than the longest text in it; of all matches the first in the
/// list wins. The cost grows with the request path, not with the list.
final class PathShape {

    /// The rank of no match: behind every other.
    static final int NONE = Integer.MAX_VALUE;

    /// Where in the list the first matches of one path text are.
    private static final class Entry {
        private final byte[] path;
        private final int hash;
        private int exact = NONE;
        private int prefix = NONE;

        private Entry(String path) {
            this.path = path.getBytes(StandardCharsets.UTF_8);
            this.hash = Hashing.spread(Hashing.of(this.path));
        }
    }

    private final int root;
    private final @Nullable Entry[] table;
    private final int longest;

    PathShape(List<PathMatch> matches) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int everything = NONE;
        for (int rank = 0; rank < matches.size(); rank++) {
            switch (matches.get(rank)) {
                case PathMatch.Exact(var path) -> {
                    Entry entry = entries.computeIfAbsent(path, Entry::new);
                    entry.exact = Math.min(entry.exact, rank);
                }
                case PathMatch.Prefix(var path) when path.equals("/") ->
                        everything = Math.min(everything, rank);
                case PathMatch.Prefix(var path) -> {
                    Entry entry = entries.computeIfAbsent(path, Entry::new);
                    entry.prefix = Math.min(entry.prefix, rank);
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

    /// The place in the list of the first match of the path, or `NONE`.
    int find(byte[] bytes, int start, int end) {
        int best = root;
        int last = Math.min(end, start + longest);
        int hash = Hashing.START;
        for (int at = start; at < last; at++) {
            byte b = bytes[at];
            if (b == '/' && at > start) {
                best = Math.min(best, prefix(bytes, start, at, hash));
            }
            hash = Hashing.next(hash, b);
        }
        if (last == end) {
            return Math.min(best, whole(bytes, start, end, hash));
        }
        return last > start && bytes[last] == '/'
                ? Math.min(best, prefix(bytes, start, last, hash))
                : best;
    }

    private int prefix(byte[] bytes, int start, int end, int hash) {
        Entry entry = entry(bytes, start, end, hash);
        return entry == null ? NONE : entry.prefix;
    }

    private int whole(byte[] bytes, int start, int end, int hash) {
        Entry entry = entry(bytes, start, end, hash);
        return entry == null ? NONE : Math.min(entry.exact, entry.prefix);
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
