package dev.sekisho.translate;

import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.VirtualHost;
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

    List<VirtualHost> virtualHosts(List<VirtualHost> now) {
        return each(before.virtualHosts(), now, VirtualHost::host, Reuse::virtualHost);
    }

    TlsTable tls(TlsTable now) {
        if (now.equals(before.tls())) {
            return before.tls();
        }
        var hosts = each(before.tls().hosts(), now.hosts(), TlsHost::host, Reuse::same);
        return new TlsTable(hosts, now.defaults(), now.unknownSni());
    }

    Publication publication(Publication now) {
        return same(before.publication(), now);
    }

    Backend backend(BackendId id, Backend now) {
        var old = before.backends().get(id);
        return old == null ? now : same(old, now);
    }

    private static VirtualHost virtualHost(VirtualHost old, VirtualHost now) {
        if (old.equals(now)) {
            return old;
        }
        var routes = each(old.routes(), now.routes(), Route::path, Reuse::same);
        return new VirtualHost(now.host(), routes, now.paths());
    }

    private static <T> T same(T old, T now) {
        return old.equals(now) ? old : now;
    }

    /// The old list itself if nothing differs at all.
    private static <K, T> List<T> each(
            List<T> before, List<T> now, Function<T, K> key, Merge<T> merge) {
        if (before.equals(now)) {
            return before;
        }
        var known = new HashMap<K, T>(before.size() * 2);
        before.forEach(old -> known.put(key.apply(old), old));
        return now.stream()
                .map(item -> {
                    var old = known.get(key.apply(item));
                    return old == null ? item : merge.of(old, item);
                })
                .toList();
    }

    private interface Merge<T> {
        T of(T old, T now);
    }
}
