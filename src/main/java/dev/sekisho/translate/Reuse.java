package dev.sekisho.translate;

import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsTable;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;

/// Puts the objects of the previous snapshot in the place of equal new ones, so that planes find
/// what did not change by identity.
final class Reuse {

    private final Snapshot before;

    Reuse(Snapshot before) {
        this.before = before;
    }

    TlsTable tls(TlsTable now) {
        if (now.equals(before.tls())) {
            return before.tls();
        }
        var hosts = each(before.tls().hosts(), now.hosts(), TlsHost::host);
        return new TlsTable(hosts, now.defaults(), now.unknownSni());
    }

    Publication publication(Publication now) {
        return same(before.publication(), now);
    }

    private static <T> T same(T old, T now) {
        return old.equals(now) ? old : now;
    }

    /// The old list itself if nothing differs at all.
    private static <K, T> List<T> each(List<T> before, List<T> now, Function<T, K> key) {
        if (before.equals(now)) {
            return before;
        }
        var known = HashMap.<K, T>newHashMap(before.size());
        before.forEach(old -> known.put(key.apply(old), old));
        return now.stream()
                .map(item -> {
                    var old = known.get(key.apply(item));
                    return old == null ? item : same(old, item);
                })
                .toList();
    }
}
