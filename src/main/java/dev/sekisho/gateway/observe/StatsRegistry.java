package dev.sekisho.gateway.observe;

import dev.sekisho.model.http.RouteOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The stats of all routes, kept across snapshots.
///
/// A route that has left the table keeps its numbers for a while, so that a rename and back, or a
/// late scrape, loses none.
public final class StatsRegistry {

    private static final int DEFAULT_SERIES = 5_000;
    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();
    private static final RouteOrigin NO_ORIGIN = new RouteOrigin("", "", "", "", "");
    private static final RouteOrigin OTHER_ORIGIN = new RouteOrigin("", "", "", "", "other");

    private final int loops;
    private final SeriesBudget budget;
    private final LongSupplier nanoTime;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
    private final RouteStats other;
    private final RouteStats unmatched;
    private long table;

    private record Key(String host, RouteOrigin origin) {}

    private static final class Entry {
        private final RouteStats stats;
        private volatile long lastTable;
        private volatile long lastSeenNanos;

        private Entry(RouteStats stats) {
            this.stats = stats;
        }
    }

    /// For event loops 0 to `loops` - 1, with at most 5,000 series.
    public StatsRegistry(int loops) {
        this(loops, DEFAULT_SERIES, System::nanoTime);
    }

    public StatsRegistry(int loops, int maxSeries, LongSupplier nanoTime) {
        this.loops = loops;
        this.budget = new SeriesBudget(maxSeries);
        this.nanoTime = nanoTime;
        this.other = unbudgeted("other", OTHER_ORIGIN);
        this.unmatched = unbudgeted("_", NO_ORIGIN);
    }

    private RouteStats unbudgeted(String host, RouteOrigin origin) {
        return new RouteStats(host, origin, new SeriesBudget(0), null, loops);
    }

    /// The stats of a route, made on first use. `host` is the host pattern's text, empty for any.
    ///
    /// To be called by the thread that compiles tables.
    public RouteStats statsFor(String host, RouteOrigin origin) {
        Entry entry =
                entries.computeIfAbsent(new Key(host.isEmpty() ? "_" : host, origin), this::made);
        entry.lastTable = table;
        return entry.stats;
    }

    private Entry made(Key key) {
        return new Entry(new RouteStats(key.host(), key.origin(), budget, other, loops));
    }

    /// The stats of requests that no route is for.
    public RouteStats unmatched() {
        return unmatched;
    }

    /// Tells that a table is complete: routes that did not ask for their stats since the last one
    /// are gone, and forgotten once they have been gone for ten minutes.
    public void tableCompiled() {
        long now = nanoTime.getAsLong();
        entries.values().removeIf(entry -> forget(entry, now));
        table++;
    }

    private boolean forget(Entry entry, long now) {
        if (entry.lastTable == table) {
            entry.lastSeenNanos = now;
            return false;
        }
        if (now - entry.lastSeenNanos < KEPT_NANOS) {
            return false;
        }
        entry.stats.retire();
        return true;
    }

    int loops() {
        return loops;
    }

    int seriesInUse() {
        return budget.taken();
    }

    /// Requests counted in the series `other` because no more series may be made.
    long overflowedRequests() {
        return other.totals().values().stream().mapToLong(row -> row[Measure.REQUESTS]).sum();
    }

    List<RouteStats> all() {
        List<RouteStats> all = new ArrayList<>(entries.size() + 2);
        entries.values().forEach(entry -> all.add(entry.stats));
        all.sort(
                Comparator.comparing(RouteStats::host)
                        .thenComparing(stats -> stats.origin().path())
                        .thenComparing(stats -> stats.origin().namespace())
                        .thenComparing(stats -> stats.origin().ingress()));
        all.add(unmatched);
        all.add(other);
        return all;
    }
}
