package dev.sekisho.kube;

import dev.sekisho.kube.KubernetesSourceSettings.Pace;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/// Lets the agents of nodes know of each other: each renews a Lease of its own, which says what it
/// offers and how long that is valid, and watches those of all others.
///
/// A Lease that matters is renewed every 400 ms and valid for 1.2 s; others every 10 s and for 25
/// s. Nobody who never offered anything has one.
public final class NodeLeases implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NodeLeases.class);
    private static final String LABEL = "sekisho.dev/announcer";
    private static final String OFFERS = "sekisho.dev/offers";
    private static final String VALID = "sekisho.dev/valid-millis";
    private static final String PREFIX = "sekisho-node-";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private record Rhythm(Duration renewal, Duration validity) {

        static final Rhythm URGENT = new Rhythm(Duration.ofMillis(400), Duration.ofMillis(1200));
        static final Rhythm CALM = new Rhythm(Duration.ofSeconds(10), Duration.ofSeconds(25));
    }

    /// The pod whose end is the end of its node's Lease, whoever ends it: no agent has the right to
    /// delete Leases, and one that is being uninstalled may have lost all others.
    public record OwnerPod(String name, String uid) {

        private Map<String, Object> reference() {
            return Map.of("apiVersion", "v1", "kind", "Pod", "name", name, "uid", uid);
        }
    }

    private final ApiServer api;
    private final ApiServer reading;
    private final Troubles troubles;
    private final String namespace;
    private final String node;
    private final Optional<OwnerPod> owner;
    private final Runnable listener;
    private final NodeView view;
    private final List<Thread> threads = new ArrayList<>();
    private SortedSet<String> offers = Collections.emptySortedSet();
    private Rhythm rhythm = Rhythm.CALM;
    private boolean isNew;
    private volatile boolean exists;
    private volatile Rhythm written = Rhythm.CALM;

    /// The connection stays the caller's. `listener` hears that somebody came, went or gave a sign
    /// of life.
    public NodeLeases(
            ClusterConnection connection,
            String namespace,
            String node,
            Optional<OwnerPod> owner,
            Runnable listener) {
        this.api = new ApiServer(connection, PATIENCE);
        this.reading = new ApiServer(connection, Pace.DEFAULT.requestTimeout());
        this.troubles = new Troubles(api.address());
        this.namespace = namespace;
        this.node = node;
        this.owner = owner;
        this.listener = listener;
        this.view = new NodeView(node);
    }

    public synchronized void start() {
        threads.add(Thread.ofVirtual().name("sekisho-node-lease").start(() -> run(this::renew)));
        threads.add(Thread.ofVirtual().name("sekisho-node-leases").start(() -> run(this::read)));
    }

    /// The nodes that are alive, and what they offer.
    public SortedMap<String, SortedSet<String>> live() {
        return view.live();
    }

    /// What this node offers from now on; `isUrgent` where others should notice soon if it is gone.
    public synchronized void offer(SortedSet<String> now, boolean isUrgent) {
        var next = isUrgent ? Rhythm.URGENT : Rhythm.CALM;
        if (!now.equals(offers) || !next.equals(rhythm)) {
            offers = Collections.unmodifiableSortedSet(new TreeSet<>(now));
            rhythm = next;
            isNew = true;
            notifyAll();
        }
    }

    /// Offers nothing any more, so that others need not wait until the Lease runs out.
    @Override
    public void close() {
        synchronized (this) {
            threads.forEach(Thread::interrupt);
            offers = Collections.emptySortedSet();
        }
        try {
            write();
        } catch (ApiException e) {
            LOG.infof("cannot say that this node offers nothing any more: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does something for ever.
    @FunctionalInterface
    private interface Round {
        void run() throws ApiException, InterruptedException;
    }

    private void run(Round round) {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (succeeds(round)) {
                    backoff.reset();
                } else {
                    backoff.pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean succeeds(Round round) throws InterruptedException {
        try {
            round.run();
            troubles.succeeded();
            return true;
        } catch (ApiException e) {
            if (e.isForbidden()) {
                troubles.denied("list, watch, create, patch", ResourceType.LEASES, namespace);
            } else {
                troubles.failed("Leases of nodes", e);
            }
            return false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "Leases of nodes");
            return false;
        }
    }

    private void renew() throws ApiException, InterruptedException {
        write();
        synchronized (this) {
            var end = nextRenewal(System.nanoTime());
            while (!isNew && System.nanoTime() - end < 0) {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
            isNew = false;
        }
    }

    /// Sooner than usual where another's Lease runs out first: only a sign of our own shows that it
    /// was not us who heard nothing.
    private long nextRenewal(long now) {
        var pause = rhythm.renewal().toNanos();
        return now + Math.min(pause, view.untilNextLapse(now).orElse(pause));
    }

    private void write() throws ApiException, InterruptedException {
        SortedSet<String> now;
        Rhythm pace;
        synchronized (this) {
            now = offers;
            pace = rhythm;
        }
        if (now.isEmpty() && !exists) {
            return;
        }
        if (!exists || !patched(now, pace)) {
            create(now, pace);
        }
        written = pace;
    }

    /// Whether the API server has been told that others should notice soon if this node is gone.
    public boolean isUrgent() {
        return exists && written.equals(Rhythm.URGENT);
    }

    private boolean patched(SortedSet<String> now, Rhythm pace)
            throws ApiException, InterruptedException {
        try {
            api.merge(path(), lease(now, pace));
            return true;
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            return false;
        }
    }

    private void create(SortedSet<String> now, Rhythm pace)
            throws ApiException, InterruptedException {
        try {
            api.create(ResourceType.LEASES.path(namespace), lease(now, pace));
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
            api.merge(path(), lease(now, pace));
        }
        exists = true;
    }

    private Map<String, Object> lease(SortedSet<String> now, Rhythm pace) {
        var seconds = Math.max(1, pace.validity().toSeconds());
        return Map.of(
                "apiVersion",
                "coordination.k8s.io/v1",
                "kind",
                "Lease",
                "metadata",
                metadata(now, pace),
                "spec",
                Map.of(
                        "holderIdentity",
                        node,
                        "leaseDurationSeconds",
                        seconds,
                        "renewTime",
                        ZonedDateTime.now(ZoneOffset.UTC)
                                .truncatedTo(ChronoUnit.MICROS)
                                .toString()));
    }

    private Map<String, Object> metadata(SortedSet<String> now, Rhythm pace) {
        var metadata = new HashMap<String, Object>();
        metadata.put("name", PREFIX + node);
        metadata.put("labels", Map.of(LABEL, "true"));
        var validity = Long.toString(pace.validity().toMillis());
        metadata.put("annotations", Map.of(OFFERS, String.join(",", now), VALID, validity));
        owner.ifPresent(pod -> metadata.put("ownerReferences", List.of(pod.reference())));
        return metadata;
    }

    private String path() {
        return ResourceType.LEASES.path(namespace, PREFIX + node);
    }

    /// Lists, and watches until the watch ends.
    private void read() throws ApiException, InterruptedException {
        var selector = "?labelSelector=sekisho.dev%2Fannouncer%3Dtrue";
        var collection = ResourceType.LEASES.path(namespace) + selector;
        var present = new HashSet<String>();
        var page =
                WireFormat.readPage(reading.get(collection), item -> present.add(saw(lease(item))));
        view.forgetAllBut(present);
        listener.run();
        var query =
                "&watch=true&allowWatchBookmarks=true&resourceVersion=" + page.resourceVersion();
        try (var stream = reading.watch(collection + query)) {
            while (stream.next(Pace.DEFAULT.silence())
                    instanceof WatchStream.Next.Frame(var text)) {
                var event = WireFormat.readEvent(text);
                if (event.type().equals("ERROR")) {
                    return;
                }
                follow(event);
            }
        }
    }

    private void follow(WireFormat.Event event) throws ApiException {
        if (event.type().equals("BOOKMARK")) {
            return;
        }
        var lease = lease(event.object());
        if (event.type().equals("DELETED")) {
            view.gone(nodeOf(lease));
        } else {
            saw(lease);
        }
        listener.run();
    }

    private Lease lease(byte[] json) throws ApiException {
        return reading.decode(json, Lease.class);
    }

    private String saw(Lease lease) {
        var annotations = lease.getMetadata().getAnnotations();
        var known = annotations == null ? Map.<String, String>of() : annotations;
        var written = known.getOrDefault(OFFERS, "");
        var offered = written.isEmpty() ? List.<String>of() : List.of(written.split(",", -1));
        var renewal = lease.getSpec() == null ? null : lease.getSpec().getRenewTime();
        view.saw(
                nodeOf(lease),
                new NodeView.Sign(
                        String.valueOf(renewal),
                        new TreeSet<>(offered),
                        validity(known.getOrDefault(VALID, ""))),
                System.nanoTime());
        return nodeOf(lease);
    }

    private static String nodeOf(Lease lease) {
        return lease.getMetadata().getName().substring(PREFIX.length());
    }

    private static Duration validity(String millis) {
        return millis.matches("[0-9]{1,8}")
                ? Duration.ofMillis(Integer.parseInt(millis))
                : Rhythm.CALM.validity();
    }
}
