package dev.sekisho.gateway;

import dev.sekisho.gateway.overload.OverloadMonitor;
import dev.sekisho.gateway.overload.OverloadSettings;
import dev.sekisho.gateway.overload.Relief;
import dev.sekisho.gateway.overload.Resources;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Who is let in while there is much to do, and who has to go for that.
///
/// At a cap of connections one that waits for a request goes for one that comes; if none waits, the
/// new one is closed at once. Short of descriptors, new connections wait unaccepted, and idle ones
/// go until there is room. Short of memory, new requests are refused.
final class Admission implements Relief {

    /// Of a cap: how many connections go at once, because finding them takes a look at all.
    private static final int PART = 64;

    private final GatewayPlane plane;
    private final OverloadSettings settings;
    private final OverloadMonitor monitor;
    private final AtomicInteger leaving = new AtomicInteger();

    /// Descriptors that loops were asked to give up and have not come to yet.
    private final AtomicInteger askedFor = new AtomicInteger();

    private final Map<Peer.Scheme, LongAdder> turnedAway = new EnumMap<>(Peer.Scheme.class);
    private final LongAdder refusedRequests = new LongAdder();
    private volatile boolean paused;

    Admission(GatewayPlane plane, Resources resources) {
        this.plane = plane;
        this.settings = plane.settings().overload();
        this.monitor = new OverloadMonitor(settings, resources, this);
        for (Peer.Scheme scheme : Peer.Scheme.values()) {
            turnedAway.put(scheme, new LongAdder());
        }
    }

    void start() {
        monitor.start();
    }

    void close() {
        monitor.close();
    }

    /// Whether a connection that was just accepted may stay. On the first loop.
    boolean admits(Listener listener) {
        if (!hasDescriptors()) {
            pause();
            listener.pause();
        }
        boolean stays =
                isBelow(settings.connections(), plane.openConnections(), null)
                        && isBelow(cap(listener), listener.connections(), listener.scheme());
        if (!stays) {
            Objects.requireNonNull(turnedAway.get(listener.scheme())).increment();
        }
        return stays;
    }

    private int cap(Listener listener) {
        return switch (listener.scheme()) {
            case HTTP -> settings.httpConnections();
            case HTTPS -> settings.httpsConnections();
        };
    }

    /// Whether one more fits below the cap, or will because others leave.
    private boolean isBelow(int cap, int open, Peer.@Nullable Scheme scheme) {
        if (cap == OverloadSettings.UNLIMITED || open < cap) {
            return true;
        }
        int batch = Math.max(1, cap / PART);
        int excess = open + 1 - cap;
        if (excess > Math.min(batch, resting(scheme))) {
            return false;
        }
        if (excess > leaving.get()) {
            shed(batch, scheme);
        }
        return true;
    }

    private int resting(Peer.@Nullable Scheme scheme) {
        int sum = 0;
        for (GatewayLoop loop : plane.loops()) {
            sum += loop.roster().resting(scheme);
        }
        return sum;
    }

    /// Lets each loop close its part of so many connections.
    private void shed(int count, Peer.@Nullable Scheme scheme) {
        int rest = resting(scheme);
        int wanted = Math.min(count, rest);
        for (GatewayLoop loop : plane.loops()) {
            int some = loop.roster().resting(scheme);
            int part = part(wanted, some, rest);
            wanted -= part;
            rest -= some;
            if (part > 0) {
                leaving.addAndGet(part);
                loop.eventLoop().execute(() -> shed(loop, part, scheme));
            }
        }
    }

    /// What is closed here is counted as open until the loop has told of each end.
    private void shed(GatewayLoop loop, int part, Peer.@Nullable Scheme scheme) {
        loop.roster().shed(part, scheme, Roster.Mercy.NONE);
        loop.eventLoop().execute(() -> leaving.addAndGet(-part));
    }

    /// The part of `count` that falls to `some` of `all`, rounded up; what is left is for the
    /// others.
    private static int part(int count, int some, int all) {
        return all <= 0 || count <= 0 ? 0 : (int) (((long) count * some + all - 1) / all);
    }

    /// Whether there are more descriptors than what is kept for requests that are being served.
    boolean hasDescriptors() {
        return monitor.hasDescriptors(countedDescriptors());
    }

    /// Whether there is something left of what is kept for those.
    boolean hasReserve() {
        return monitor.hasReserve(countedDescriptors());
    }

    /// Whether listeners must not accept.
    boolean isPaused() {
        return paused;
    }

    void acceptFailed() {
        monitor.lookNow();
    }

    /// Whether a new request is refused because memory is short; counted if so.
    boolean refusesRequests() {
        if (!monitor.refusesRequests()) {
            return false;
        }
        refusedRequests.increment();
        return true;
    }

    @Override
    public int countedDescriptors() {
        int counted = 0;
        for (GatewayLoop loop : plane.loops()) {
            counted += loop.connections() + loop.channels().open();
        }
        return counted;
    }

    @Override
    public int promisedDescriptors() {
        return askedFor.get();
    }

    @Override
    public void makeRoom(int descriptors) {
        pause();
        int rest = 0;
        for (GatewayLoop loop : plane.loops()) {
            rest += loop.idleDescriptors();
        }
        int wanted = Math.min(descriptors, rest);
        for (GatewayLoop loop : plane.loops()) {
            int some = loop.idleDescriptors();
            int part = part(wanted, some, rest);
            wanted -= part;
            rest -= some;
            if (part > 0) {
                askedFor.addAndGet(part);
                loop.eventLoop().execute(() -> makeRoom(loop, part));
            }
        }
    }

    /// As in `shed`, what is closed is still counted.
    private void makeRoom(GatewayLoop loop, int descriptors) {
        int closed = loop.makeRoom(descriptors, Roster.Mercy.A_TICK);
        loop.eventLoop().execute(() -> promiseKept(descriptors, closed));
    }

    /// What was closed may be enough already.
    private void promiseKept(int descriptors, int closed) {
        askedFor.addAndGet(-descriptors);
        if (closed > 0) {
            monitor.lookNow();
        }
    }

    private void pause() {
        if (!paused) {
            paused = true;
            onFirstLoop(() -> plane.listeners().forEach(Listener::pause));
        }
    }

    @Override
    public void reopen() {
        if (paused) {
            paused = false;
            onFirstLoop(() -> plane.listeners().forEach(Listener::resume));
        }
    }

    private void onFirstLoop(Runnable step) {
        plane.loops().getFirst().eventLoop().execute(step);
    }

    @Override
    public void looked() {
        for (GatewayLoop loop : plane.loops()) {
            loop.lag().probe();
        }
    }

    void collect(MetricVisitor visitor) {
        monitor.collect(visitor);
        turnedAway.forEach((scheme, count) ->
                visitor.counter(
                        "sekisho_refused_connections_total",
                        "Connections that were closed at once because a cap was reached.",
                        List.of(new Label("listener", scheme.text())),
                        (double) count.sum()));
        visitor.counter(
                "sekisho_overload_refused_requests_total",
                "Requests that were answered 503 because memory was short.",
                List.of(),
                (double) refusedRequests.sum());
        shed(visitor);
    }

    private void shed(MetricVisitor visitor) {
        long clients = 0;
        long upstream = 0;
        for (GatewayLoop loop : plane.loops()) {
            clients += loop.roster().shed();
            upstream += loop.shedUpstream();
        }
        shed(visitor, "client", clients);
        shed(visitor, "upstream", upstream);
    }

    private static void shed(MetricVisitor visitor, String side, long count) {
        visitor.counter(
                "sekisho_shed_connections_total",
                "Idle connections that were closed to make room.",
                List.of(new Label("side", side)),
                (double) count);
    }
}
