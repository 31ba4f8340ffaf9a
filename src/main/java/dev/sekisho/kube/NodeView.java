package dev.sekisho.kube;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which nodes are alive, by this node's own clock, which stands still between signs of its own
/// life: while the API server is away, or we are cut off from it, nobody grows old.
final class NodeView {

    /// After a silence that was ours, or the server's, others get this much more.
    private static final long GRACE = Duration.ofSeconds(2).toNanos();

    /// What a node said last; `renewal` differs each time.
    record Sign(String renewal, SortedSet<String> offers, Duration validity) {

        Sign {
            offers = Collections.unmodifiableSortedSet(new TreeSet<>(offers));
        }
    }

    private record Seen(Sign sign, long at) {}

    private final String own;
    private final Map<String, Seen> nodes = new TreeMap<>();

    NodeView(String own) {
        this.own = own;
    }

    synchronized void saw(String node, Sign sign, long now) {
        var before = nodes.get(node);
        if (before != null && before.sign().equals(sign)) {
            return;
        }
        if (node.equals(own) && before != null && isLate(before, now)) {
            nodes.replaceAll((_, seen) -> new Seen(seen.sign(), now + GRACE));
        }
        nodes.put(node, new Seen(sign, now));
    }

    private static boolean isLate(Seen before, long now) {
        return now - before.at() > before.sign().validity().toNanos();
    }

    /// When the next of the others will have been silent for too long, if it stays so, in
    /// nanoseconds from `now`; a sign of ours is what it is noticed by.
    synchronized OptionalLong untilNextLapse(long now) {
        return nodes.entrySet().stream()
                .filter(node -> !node.getKey().equals(own))
                .map(Map.Entry::getValue)
                .mapToLong(seen -> seen.at() + seen.sign().validity().toNanos() - now)
                .filter(left -> left > 0)
                .min();
    }

    synchronized void gone(String node) {
        nodes.remove(node);
    }

    synchronized void forgetAllBut(Set<String> present) {
        nodes.keySet().retainAll(present);
    }

    synchronized SortedMap<String, SortedSet<String>> live() {
        var ours = nodes.get(own);
        var live = new TreeMap<String, SortedSet<String>>();
        if (ours != null) {
            nodes.forEach((node, seen) -> {
                if (ours.at() - seen.at() < seen.sign().validity().toNanos()) {
                    live.put(node, seen.sign().offers());
                }
            });
        }
        return live;
    }
}
