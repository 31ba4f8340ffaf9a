package dev.sekisho.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.address.Announcement;
import dev.sekisho.model.address.Announcement.Holders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who answers for an address.
class ElectionTest {

    private static final List<String> NODES = List.of("node-1", "node-2", "node-3");

    @Test
    void everyNodeOfThePoolIsRankedOnce() {
        assertThat(Election.ranking(address("192.0.2.200"), offering("pool", NODES)))
                .containsExactlyInAnyOrderElementsOf(NODES);
    }

    @Test
    void aNodeThatGoesTakesOnlyItsOwnAddressesWithIt() {
        for (var address : addresses()) {
            var before =
                    new ArrayList<>(Election.ranking(address(address), offering("pool", NODES)));
            var after = Election.ranking(address(address), offering("pool", NODES.subList(0, 2)));
            before.remove("node-3");
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void addressesAreSpread() {
        var counts = new HashMap<String, Integer>();
        for (var address : addresses()) {
            var first = Election.ranking(address(address), offering("pool", NODES)).getFirst();
            counts.merge(first, 1, Integer::sum);
        }
        assertThat(counts).hasSize(3).allSatisfy((_, n) -> assertThat(n).isBetween(60, 140));
    }

    @Test
    void onlyNodesWithAnEndpointAnswerWhereThatIsAsked() {
        var local =
                new Announcement(
                        "192.0.2.200",
                        "pool",
                        List.of(),
                        new Holders.Only(new TreeSet<>(List.of("node-2", "node-9"))),
                        true);
        assertThat(Election.ranking(local, offering("pool", NODES))).containsExactly("node-2");
    }

    @Test
    void aNodeMayOfferSingleAddresses() {
        var live = offering("192.0.2.200", List.of("node-1"));
        assertThat(Election.ranking(address("192.0.2.200"), live)).containsExactly("node-1");
        assertThat(Election.ranking(address("192.0.2.201"), live)).isEmpty();
    }

    private static List<String> addresses() {
        return IntStream.range(0, 300).mapToObj(i -> "192.0." + i / 100 + "." + i % 100).toList();
    }

    static Announcement address(String address) {
        return new Announcement(address, "pool", List.of(), new Holders.Anybody(), true);
    }

    static SortedMap<String, SortedSet<String>> offering(String what, List<String> nodes) {
        var live = new TreeMap<String, SortedSet<String>>();
        nodes.forEach(node -> live.put(node, new TreeSet<>(List.of(what))));
        return live;
    }
}
