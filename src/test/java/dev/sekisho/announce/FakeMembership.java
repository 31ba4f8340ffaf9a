package dev.sekisho.announce;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who is alive, as a test says.
final class FakeMembership implements Membership {

    volatile SortedMap<String, SortedSet<String>> live = Collections.emptySortedMap();
    volatile SortedSet<String> offers = new TreeSet<>();
    volatile Pace pace = Pace.CALM;

    /// Whether the others hear what is offered.
    volatile boolean hears = true;

    void live(List<String> nodes) {
        var now = new TreeMap<String, SortedSet<String>>();
        nodes.forEach(node -> now.put(node, new TreeSet<>(List.of("pool"))));
        live = now;
    }

    @Override
    public SortedMap<String, SortedSet<String>> live() {
        return live;
    }

    @Override
    public void offer(SortedSet<String> now, Pace at) {
        offers = now;
        pace = at;
    }

    @Override
    public boolean isMissedSoon() {
        return hears && pace == Pace.URGENT;
    }
}
