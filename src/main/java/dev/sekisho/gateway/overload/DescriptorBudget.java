package dev.sekisho.gateway.overload;

/// Descriptors against their limit: what the kernel counts at every look, and in between what the
/// gateway counts itself.
///
/// The marks leave room for requests that are being served, files and the management port.
final class DescriptorBudget {

    private static final int HIGH_PERCENT = 95;
    private static final int RESERVE_PERCENT = 98;
    private static final int LOW_PERCENT = 93;

    private final Resources resources;
    private final Episode episode =
            new Episode("descriptors", "idle connections are closed, none is accepted");
    private volatile int limit = Integer.MAX_VALUE;
    private volatile int open;
    private volatile int others;
    private volatile boolean isShort;

    DescriptorBudget(Resources resources) {
        this.resources = resources;
    }

    void readLimit() {
        limit = resources.descriptorLimit();
    }

    /// Counts; says how many too many there are for the shortage to end.
    int look(int counted) {
        open = resources.openDescriptors();
        others = Math.max(0, open - counted);
        int low = Math.min(part(LOW_PERCENT), high() - 1);
        boolean now = open >= high() || (isShort && open > low);
        isShort = now;
        episode.update(now, () -> open + " of " + limit);
        return now ? open - low : 0;
    }

    private int high() {
        return part(HIGH_PERCENT);
    }

    private int part(int percent) {
        return (int) (limit * (long) percent / 100);
    }

    /// Whether there is room while so many are counted by the caller. Once there is none, there is
    /// none until the next look.
    boolean hasRoom(int counted) {
        if (isShort) {
            return false;
        }
        if (others + counted < high()) {
            return true;
        }
        isShort = true;
        return false;
    }

    /// Whether the limit is not near.
    boolean hasReserve(int counted) {
        return others + counted < part(RESERVE_PERCENT);
    }

    boolean isShort() {
        return isShort;
    }

    int limit() {
        return limit;
    }

    int open() {
        return open;
    }

    Episode episode() {
        return episode;
    }
}
