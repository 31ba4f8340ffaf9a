package dev.sekisho.announce;

import static dev.sekisho.announce.ElectionTest.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.announce.Membership.Pace;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.address.AddressPlan;
import dev.sekisho.model.address.Announcement;
import dev.sekisho.model.address.Announcement.Holders;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.tls.TlsTable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a node does to its network, as others come and go.
class AnnouncePlaneTest {

    private static final String ADDRESS = "192.0.2.200";

    private final FakeMembership members = new FakeMembership();
    private final FakeNetwork network = new FakeNetwork();
    private final AtomicBoolean programmed = new AtomicBoolean(true);
    private final AnnouncePlane plane =
            new AnnouncePlane(
                    "node-1",
                    network,
                    it -> it.address().startsWith("192.") ? Optional.of("eth0") : Optional.empty(),
                    members,
                    programmed::get);

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void aNodeOffersItselfAndTakesNothingBeforeOthersKnow() {
        plane.apply(snapshot(address(ADDRESS)));
        await().until(() -> members.offers.contains("pool"));
        assertThat(network.held).isEmpty();
        members.live(List.of("node-1"));
        plane.changed();
        await().until(() -> network.held.contains("192.0.2.200 eth0"));
        assertThat(network.announced).contains("192.0.2.200 eth0");
        await().until(() -> members.pace == Pace.URGENT);
    }

    @Test
    void anAddressIsTakenOnlyWhenOthersWouldSoonMissIt() {
        members.hears = false;
        members.live(List.of("node-1"));
        plane.apply(snapshot(address(ADDRESS)));
        await().until(() -> members.pace == Pace.URGENT);
        assertThat(network.held).isEmpty();
        members.hears = true;
        await().until(() -> !network.held.isEmpty());
    }

    @Test
    void whatOthersHearFirstIsHowSoonToMissANode() {
        plane.apply(snapshot(address(ADDRESS)));
        await().until(() -> members.offers.contains("pool"));
        assertThat(members.pace).isEqualTo(Pace.URGENT);
    }

    @Test
    void aNodeWhoseRulesAreNotProgrammedGivesUp() {
        members.live(List.of("node-1"));
        plane.apply(snapshot(address(ADDRESS)));
        await().until(() -> !network.held.isEmpty());
        programmed.set(false);
        plane.changed();
        await().until(() -> network.held.isEmpty() && members.offers.isEmpty());
    }

    @Test
    void anAddressGoesToABetterNodeAndBackWhenThatDies() {
        var theirs = addressOf("node-2", List.of("node-1", "node-2"));
        members.live(List.of("node-1"));
        plane.apply(snapshot(address(theirs)));
        await().until(() -> !network.held.isEmpty());
        members.live(List.of("node-1", "node-2"));
        plane.changed();
        await().until(() -> network.held.isEmpty());
        assertThat(members.pace).isEqualTo(Pace.URGENT);
        members.live(List.of("node-1"));
        plane.changed();
        await().until(() -> !network.held.isEmpty());
    }

    @Test
    void aNodeOfNoUseIsCalm() {
        var nodes = List.of("node-1", "node-2", "node-3");
        var last = ElectionTest.offering("pool", nodes);
        var address = "";
        for (int i = 0; address.isEmpty(); i++) {
            var ranking = Election.ranking(address("192.0.2." + i), last);
            address = ranking.getLast().equals("node-1") ? "192.0.2." + i : "";
        }
        members.live(nodes);
        members.pace = Pace.URGENT;
        plane.apply(snapshot(address(address)));
        await().until(() -> members.pace == Pace.CALM);
    }

    @Test
    void addressesThatAreGoneAreTakenAnew() {
        members.live(List.of("node-1"));
        plane.apply(snapshot(address(ADDRESS)));
        await().until(() -> !network.held.isEmpty());
        network.held.clear();
        await().until(() -> !network.held.isEmpty());
    }

    @Test
    void onlyAddressesWithAnInterfaceAreOffered() {
        plane.apply(snapshot(address(ADDRESS), address("fd30::200")));
        await().until(() -> members.offers.equals(sorted(ADDRESS)));
    }

    @Test
    void aNodeThatThePoolDoesNotAllowOffersNothing() {
        var elsewhere = new Announcement(ADDRESS, "pool", List.of(), new Holders.Anybody(), false);
        members.live(List.of("node-1"));
        plane.apply(snapshot(address("192.0.2.201"), elsewhere));
        await().until(() -> members.offers.equals(sorted("192.0.2.201")));
    }

    @Test
    void stoppingGivesEverythingUp() {
        members.live(List.of("node-1"));
        plane.apply(snapshot(address(ADDRESS)));
        await().until(() -> !network.held.isEmpty());
        plane.close();
        assertThat(network.held).isEmpty();
    }

    private static String addressOf(String node, List<String> nodes) {
        var live = ElectionTest.offering("pool", nodes);
        for (int i = 1; i < 255; i++) {
            if (Election.ranking(address("192.0.2." + i), live).getFirst().equals(node)) {
                return "192.0.2." + i;
            }
        }
        throw new IllegalStateException("no address for " + node);
    }

    private static SortedSet<String> sorted(String... texts) {
        return new TreeSet<>(List.of(texts));
    }

    static Snapshot snapshot(Announcement... announcements) {
        return new Snapshot(
                1,
                List.of(),
                new TreeMap<>(),
                TlsTable.EMPTY,
                Publication.NONE,
                ServiceTable.EMPTY,
                AddressPlan.NONE,
                List.of(announcements));
    }

    /// Remembers what is held.
    private static final class FakeNetwork implements Network {

        final SortedSet<String> held = new ConcurrentSkipListSet<>();
        final List<String> announced = new CopyOnWriteArrayList<>();

        @Override
        public void take(Held one) {
            held.add(text(one));
        }

        @Override
        public void announce(Held one) {
            announced.add(text(one));
        }

        @Override
        public void renew(Collection<Held> all) throws IOException {
            for (var one : all) {
                if (!held.contains(text(one))) {
                    throw new IOException(one + " is gone");
                }
            }
        }

        @Override
        public void release(Collection<Held> all) {
            all.forEach(one -> held.remove(text(one)));
        }

        @Override
        public void close() {}

        private static String text(Held one) {
            return one.address() + " " + one.device();
        }
    }
}
