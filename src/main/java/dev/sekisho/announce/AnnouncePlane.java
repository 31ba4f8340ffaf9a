package dev.sekisho.announce;

import dev.sekisho.announce.Membership.Pace;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.address.Announcement;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.plane.Plane;
import dev.sekisho.plane.PlaneReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Answers for the addresses that this node is elected for.
///
/// A node offers itself only while the kernel has the rules that the address leads to, and takes an
/// address only once others would notice soon that it is gone. An address that is held lasts for
/// two seconds and is renewed twice in a second; so when this process is killed, and others take
/// its addresses over, they do not stay here.
public final class AnnouncePlane implements Plane, MetricSource, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AnnouncePlane.class);
    private static final long RENEWAL = Duration.ofMillis(500).toNanos();
    private static final long LOOK = Duration.ofSeconds(1).toNanos();
    private static final long TICK_MILLIS = 100;

    /// When neighbours are told again, in case one of them was not listening.
    private static final List<Long> REPEATS =
            List.of(Duration.ofMillis(1100).toNanos(), Duration.ofSeconds(4).toNanos());

    private final String node;
    private final Network network;
    private final Interfaces interfaces;
    private final Membership membership;
    private final BooleanSupplier isProgrammed;
    private final Thread keeper =
            Thread.ofPlatform().daemon().name("address-keeper").unstarted(this::keep);
    private final SortedMap<Held, Long> held = new TreeMap<>();
    private final List<Repeat> repeats = new ArrayList<>();
    private final AtomicLong taken = new AtomicLong();
    private volatile List<Announcement> announcements = List.of();
    private volatile int count;
    private Look lastLook = new Look(List.of(), Map.of(), System.nanoTime());
    private boolean isNew;
    private long renewAt;

    private record Repeat(Held held, long at) {}

    /// The interface of each address, as they were found.
    private record Look(List<Announcement> of, Map<String, String> places, long at) {}

    /// `isProgrammed` is whether the kernel serves what the last snapshot says.
    public AnnouncePlane(
            String node, HostNetwork network, Membership membership, BooleanSupplier isProgrammed) {
        this(node, network, Interfaces.ofThisHost(), membership, isProgrammed);
    }

    AnnouncePlane(
            String node,
            Network network,
            Interfaces interfaces,
            Membership membership,
            BooleanSupplier isProgrammed) {
        this.node = node;
        this.network = network;
        this.interfaces = interfaces;
        this.membership = membership;
        this.isProgrammed = isProgrammed;
        this.renewAt = System.nanoTime();
    }

    @Override
    public String name() {
        return "announce";
    }

    @Override
    public PlaneReport apply(Snapshot snapshot) {
        announcements = snapshot.announcements();
        if (keeper.getState() == Thread.State.NEW) {
            keeper.start();
        }
        changed();
        return new PlaneReport(name(), snapshot.generation(), List.of());
    }

    /// Somebody came or went; look at it at once.
    public synchronized void changed() {
        isNew = true;
        notifyAll();
    }

    @Override
    public void collect(MetricVisitor visitor) {
        visitor.gauge(
                "sekisho_announced_addresses",
                "Load balancer addresses that this node answers for.",
                List.of(),
                count);
        visitor.counter(
                "sekisho_address_takeovers_total",
                "Times that this node began to answer for an address.",
                List.of(),
                (double) taken.get());
    }

    /// Gives up all addresses.
    @Override
    public void close() {
        keeper.interrupt();
        try {
            keeper.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step();
                await();
            }
        } catch (InterruptedException e) {
            LOG.debug("the keeper of addresses stops");
        } finally {
            Thread.interrupted();
            release(new TreeSet<>(held.keySet()));
            network.close();
        }
    }

    private void step() {
        try {
            settle();
        } catch (RuntimeException e) {
            LOG.errorf(e, "settling who answers for addresses failed");
        }
    }

    @SuppressWarnings("WaitNotInLoop") // waking up for nothing costs a look
    private synchronized void await() throws InterruptedException {
        if (!isNew) {
            wait(TICK_MILLIS);
        }
        isNew = false;
    }

    private void settle() {
        var now = announcements;
        var places = places(now);
        var offers = offers(now, places);
        var live = membership.live();
        membership.offer(offers, pace(now, live, offers));
        moveTo(wanted(now, live, places));
    }

    /// As soon as the others know of this node, if not sooner: the first thing that they hear has
    /// to say how soon to miss it.
    private Pace pace(
            List<Announcement> now,
            SortedMap<String, SortedSet<String>> live,
            SortedSet<String> offers) {
        var known = new TreeMap<>(live);
        known.put(node, offers);
        var matters =
                now.stream()
                        .map(announcement -> Election.ranking(announcement, known).indexOf(node))
                        .anyMatch(rank -> rank == 0 || rank == 1);
        return matters ? Pace.URGENT : Pace.CALM;
    }

    private SortedSet<Held> wanted(
            List<Announcement> now,
            SortedMap<String, SortedSet<String>> live,
            Map<String, String> places) {
        var wanted = new TreeSet<Held>();
        for (var announcement : now) {
            var device = places.get(announcement.address());
            if (device != null && Election.ranking(announcement, live).indexOf(node) == 0) {
                wanted.add(new Held(announcement.address(), device));
            }
        }
        return wanted;
    }

    /// The interface of each address that this node could answer for.
    private Map<String, String> places(List<Announcement> now) {
        return isProgrammed.getAsBoolean() ? look(now) : Map.of();
    }

    /// Looking at all interfaces takes a while, and they seldom change.
    @SuppressWarnings("ReferenceEquality") // the same list is the same addresses
    private Map<String, String> look(List<Announcement> now) {
        var isFresh = lastLook.of() == now && System.nanoTime() - lastLook.at() < LOOK;
        if (!isFresh) {
            var places = new TreeMap<String, String>();
            now.stream()
                    .filter(Announcement::mayHold)
                    .forEach(it ->
                            interfaces
                                    .of(it)
                                    .ifPresent(device -> places.put(it.address(), device)));
            lastLook = new Look(now, places, System.nanoTime());
        }
        return lastLook.places();
    }

    /// A pool, if this node could answer for all of it, else single addresses.
    private static SortedSet<String> offers(List<Announcement> now, Map<String, String> places) {
        var byPool =
                now.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Announcement::pool, TreeMap::new, Collectors.toList()));
        var offers = new TreeSet<String>();
        byPool.forEach((pool, of) -> {
            var able = of.stream().map(Announcement::address).filter(places::containsKey).toList();
            if (able.size() == of.size()) {
                offers.add(pool);
            } else {
                offers.addAll(able);
            }
        });
        return offers;
    }

    private void moveTo(SortedSet<Held> wanted) {
        var surplus = new TreeSet<>(held.keySet());
        surplus.removeAll(wanted);
        release(surplus);
        renew();
        for (var one : wanted) {
            if (!held.containsKey(one) && membership.isMissedSoon()) {
                take(one);
            }
        }
        repeat();
        count = held.size();
    }

    private void take(Held one) {
        try {
            network.take(one);
            var now = System.nanoTime();
            held.put(one, now);
            taken.incrementAndGet();
            LOG.infof("%s is answered for on %s", one.address(), one.device());
            network.announce(one);
            REPEATS.forEach(after -> repeats.add(new Repeat(one, now + after)));
        } catch (IOException refused) {
            LOG.errorf("cannot answer for %s: %s", one.address(), refused.getMessage());
        }
    }

    private void repeat() {
        var now = System.nanoTime();
        for (var due : repeats.stream().filter(it -> now - it.at() >= 0).toList()) {
            repeats.remove(due);
            if (held.containsKey(due.held())) {
                try {
                    network.announce(due.held());
                } catch (IOException refused) {
                    LOG.warnf("cannot announce %s: %s", due.held(), refused.getMessage());
                }
            }
        }
    }

    /// What is gone, because somebody took it away or we slept too long, is taken anew.
    private void renew() {
        if (held.isEmpty() || System.nanoTime() - renewAt < 0) {
            return;
        }
        renewAt = System.nanoTime() + RENEWAL;
        try {
            network.renew(held.keySet());
        } catch (IOException gone) {
            LOG.warnf("addresses went away and are taken again: %s", gone.getMessage());
            held.clear();
        }
    }

    private void release(SortedSet<Held> surplus) {
        if (surplus.isEmpty()) {
            return;
        }
        try {
            network.release(surplus);
        } catch (IOException refused) {
            LOG.warnf("%s: %s", surplus, refused.getMessage());
        }
        for (var one : surplus) {
            held.remove(one);
            LOG.infof("%s is left to others", one.address());
        }
    }
}
