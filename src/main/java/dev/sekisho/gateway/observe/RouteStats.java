package dev.sekisho.gateway.observe;

import dev.sekisho.model.http.RouteOrigin;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What was measured of one route: a row of numbers per status, method and event loop.
///
/// Outlives the snapshot that the route came from. A series that the budget has no room for is
/// counted in `overflow` instead.
public final class RouteStats {

    private static final Series[] NONE = {};

    private final String host;
    private final RouteOrigin origin;
    private final SeriesBudget budget;
    private final @Nullable RouteStats overflow;
    private final AtomicReferenceArray<Series[]> loops;
    private volatile int[] claimed = {};
    private volatile boolean retired;

    RouteStats(
            String host,
            RouteOrigin origin,
            SeriesBudget budget,
            @Nullable RouteStats overflow,
            int loops) {
        this.host = host;
        this.origin = origin;
        this.budget = budget;
        this.overflow = overflow;
        this.loops = new AtomicReferenceArray<>(loops);
        for (int i = 0; i < loops; i++) {
            this.loops.setPlain(i, NONE);
        }
    }

    /// The host pattern as an Ingress spells it, `_` for any.
    public String host() {
        return host;
    }

    public RouteOrigin origin() {
        return origin;
    }

    @Override
    public String toString() {
        return "RouteStats[" + host + " " + origin.path() + "]";
    }

    /// Counts an exchange. To be called by event loop `loop` alone.
    ///
    /// Stats for no loops at all, those of the empty table, count nothing.
    void count(int loop, ExchangeRecord exchange) {
        if (loops.length() == 0) {
            return;
        }
        series(loop, SeriesKey.of(exchange.status(), exchange.method())).count(exchange);
    }

    /// The sums over all loops, by series key.
    SortedMap<Integer, long[]> totals() {
        SortedMap<Integer, long[]> totals = new TreeMap<>();
        for (int loop = 0; loop < loops.length(); loop++) {
            for (Series series : loops.getAcquire(loop)) {
                series.addTo(
                        totals.computeIfAbsent(series.key(), _ -> new long[Measure.ROW_LENGTH]));
            }
        }
        return totals;
    }

    /// Frees this route's share of the budget; later exchanges are counted in `overflow`.
    synchronized void retire() {
        retired = true;
        budget.giveBack(claimed.length);
        claimed = new int[0];
    }

    private Series series(int loop, int key) {
        Series[] own = loops.getPlain(loop);
        for (Series series : own) {
            if (series.key() == key) {
                return series;
            }
        }
        if (overflow != null && !claim(key)) {
            return overflow.series(loop, SeriesKey.coarse(key));
        }
        Series added = new Series(key);
        Series[] grown = Arrays.copyOf(own, own.length + 1);
        grown[own.length] = added;
        loops.setRelease(loop, grown);
        return added;
    }

    /// Whether this series may exist. Locks only when a new one would fit into the budget.
    private boolean claim(int key) {
        if (contains(claimed, key)) {
            return true;
        }
        return !retired && !budget.isSpent() && claimNew(key);
    }

    private synchronized boolean claimNew(int key) {
        int[] before = claimed;
        if (contains(before, key)) {
            return true;
        }
        if (retired || !budget.take()) {
            return false;
        }
        int[] grown = Arrays.copyOf(before, before.length + 1);
        grown[before.length] = key;
        claimed = grown;
        return true;
    }

    private static boolean contains(int[] keys, int key) {
        for (int known : keys) {
            if (known == key) {
                return true;
            }
        }
        return false;
    }
}
