package dev.sekisho.announce;

import dev.sekisho.model.address.Announcement;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/// Who answers for an address: of all that can, the one whose name and the address together hash
/// highest. All agents that know the same nodes come to the same answer, and when a node comes or
/// goes only its own addresses move.
final class Election {

    private Election() {}

    /// The nodes that can answer, the first of which does.
    static List<String> ranking(
            Announcement announcement, SortedMap<String, SortedSet<String>> live) {
        return live.entrySet().stream()
                .filter(node -> canAnswer(announcement, node.getValue()))
                .map(node -> node.getKey())
                .filter(announcement.holders()::include)
                .sorted(
                        Comparator.comparingLong(
                                        (String node) -> weight(node, announcement.address()))
                                .reversed()
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static boolean canAnswer(Announcement announcement, SortedSet<String> offers) {
        return offers.contains(announcement.pool()) || offers.contains(announcement.address());
    }

    /// FNV-1a, and then every bit mixed with every other.
    private static long weight(String node, String address) {
        var hash = 0xcbf29ce484222325L;
        var text = node + " " + address;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
