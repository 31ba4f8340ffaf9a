package dev.sekisho.gateway.overload;

import dev.sekisho.gateway.overload.MemoryShare.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Every kind of memory against its limit.
///
/// A heap that looks full may hold garbage only. Under load the JVM soon collects that itself, and
/// must not be stopped for more: a collection is asked for only if the heap has looked full for a
/// second, and seldom; what it leaves is what counts.
final class MemoryBudget {

    private static final long WHILE_SHORT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long WHILE_NOT_SHORT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final double HYSTERESIS = 0.05;

    /// A second of looks.
    private static final int LASTING_LOOKS = 10;

    private final double high;
    private final Resources resources;
    private final LongSupplier nanoTime;
    private final Episode episode =
            new Episode("memory", "new requests are answered 503 with Retry-After");
    private long nextCollection;
    private int looksBeyond;
    private volatile List<MemoryShare> shares = List.of();
    private volatile boolean isShort;

    MemoryBudget(int percent, Resources resources, LongSupplier nanoTime) {
        this.high = percent == OverloadSettings.UNLIMITED ? Double.MAX_VALUE : percent / 100.0;
        this.resources = resources;
        this.nanoTime = nanoTime;
        this.nextCollection = nanoTime.getAsLong();
    }

    void look() {
        List<MemoryShare> seen = resources.memory();
        boolean beyond = isBeyond(seen);
        looksBeyond = beyond ? looksBeyond + 1 : 0;
        if (beyond && (isShort || !isBeyond(withoutHeap(seen)))) {
            beyond = isBeyondWithoutGarbage();
        }
        shares = seen;
        isShort = beyond;
        episode.update(beyond, () -> detail(fullest(seen)));
    }

    private boolean isBeyond(List<MemoryShare> seen) {
        return fullest(seen).share() >= (isShort ? high - HYSTERESIS : high);
    }

    private static List<MemoryShare> withoutHeap(List<MemoryShare> seen) {
        return seen.stream().filter(one -> one.kind() != Kind.HEAP).toList();
    }

    /// Soon after a collection nobody knows, and it stays as it was.
    private boolean isBeyondWithoutGarbage() {
        long now = nanoTime.getAsLong();
        if (looksBeyond < LASTING_LOOKS || now - nextCollection < 0) {
            return isShort;
        }
        resources.collectGarbage();
        boolean beyond = isBeyond(resources.memory());
        nextCollection = now + (beyond ? WHILE_SHORT_NANOS : WHILE_NOT_SHORT_NANOS);
        return beyond;
    }

    private static MemoryShare fullest(List<MemoryShare> seen) {
        MemoryShare most = new MemoryShare(Kind.HEAP, 0);
        for (MemoryShare one : seen) {
            most = one.share() > most.share() ? one : most;
        }
        return most;
    }

    private static String detail(MemoryShare share) {
        return String.format(
                Locale.ROOT, "%s at %.0f %%", share.kind().text(), share.share() * 100);
    }

    boolean isShort() {
        return isShort;
    }

    List<MemoryShare> shares() {
        return shares;
    }

    Episode episode() {
        return episode;
    }
}
