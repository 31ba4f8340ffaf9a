package dev.sekisho.kube;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Competes for a Lease, so that of all replicas one writes.
///
/// It is held only as long as a renewal that started less than `renewWithin` ago went through; the
/// question is answered from the clock, so a replica that is cut off stops at once and by itself,
/// before another may take over.
///
/// **Who is the last one?** Every replica that wants the Lease signs it every few seconds with an
/// annotation of its own, and takes that away as soon as it is told to stop ([#withdraw]). A holder
/// that stops is the last one when no other replica has signed within four such periods, as seen by
/// its own clock. A replica that died leaves its signature for that long: then statuses stay rather
/// than vanish, as they do when the holder itself dies. In a rolling update the new pods have
/// signed, so nothing is cleared; when all pods stop together the others withdraw at once, and the
/// holder looks again after it has drained.
final class Leadership implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final int SIGN_EVERY = 5;
    private static final int SIGNATURES_MISSED = 4;
    private static final int RELEASE_TRIES = 10;

    private final ApiServer api;
    private final Troubles troubles;
    private final LeadershipSettings settings;
    private final LeaseView view = new LeaseView();
    private final String ownKey = LeaseView.CANDIDATE + UUID.randomUUID();
    private final Duration signatureLife;
    private final Thread thread;
    private volatile long heldUntil;
    private volatile boolean withdrawn;
    private long nextSignature;

    /// `api` should give up on a request well within `renewWithin`.
    Leadership(ApiServer api, Troubles troubles, LeadershipSettings settings) {
        this.api = api;
        this.troubles = troubles;
        this.settings = settings;
        this.signatureLife = settings.retry().multipliedBy(SIGN_EVERY * SIGNATURES_MISSED);
        this.nextSignature = System.nanoTime();
        this.heldUntil = nextSignature;
        this.thread = Thread.ofVirtual().name("sekisho-leadership").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Whether this replica may write now.
    boolean isHeld() {
        return System.nanoTime() - heldUntil < 0;
    }

    /// Says that this replica is going to stop: it will not take the Lease any more, but goes on
    /// holding it if it does.
    void withdraw() {
        withdrawn = true;
    }

    /// Whether this replica holds the Lease and knows of no other that could take it over.
    synchronized boolean isLastReplica() {
        return isHeld() && view.othersWithin(signatureLife, ownKey, System.nanoTime()).count() == 0;
    }

    /// Gives the Lease up and takes the signature away.
    @Override
    public void close() {
        withdraw();
        thread.interrupt();
        try {
            thread.join(settings.renewWithin());
            leave();
        } catch (ApiException e) {
            LOG.infof("cannot release %s: %s", settings.ref(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                round();
                Thread.sleep(settings.retry());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        var held = isHeld();
        try {
            compete();
            troubles.succeeded();
        } catch (ApiException e) {
            report(e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "competing for %s failed", settings.ref());
        }
        if (held != isHeld()) {
            LOG.infof(
                    held ? "%s: lost, statuses are left to others" : "%s: held, writing statuses",
                    settings.ref());
        }
    }

    private synchronized void compete() throws ApiException, InterruptedException {
        var asked = System.nanoTime();
        var lease = readOrCreate();
        view.saw(lease, asked);
        if (view.isHeldBy(settings.identity())) {
            write(lease, renewed(lease.getSpec()), asked);
        } else if (!withdrawn && view.isFree(System.nanoTime())) {
            write(lease, taken(lease.getSpec()), asked);
        } else {
            sign();
        }
    }

    private Lease readOrCreate() throws ApiException, InterruptedException {
        try {
            return api.get(path(), Lease.class);
        } catch (ApiException e) {
            if (!e.isNotFound() || withdrawn) {
                throw e;
            }
        }
        var meta =
                new ObjectMetaBuilder()
                        .withName(settings.lease())
                        .withNamespace(settings.namespace())
                        .build();
        var lease = new LeaseBuilder().withMetadata(meta).withSpec(new LeaseSpec()).build();
        return api.create(ResourceType.LEASES.path(settings.namespace()), lease, Lease.class);
    }

    /// Replaces the Lease if nobody else has done so since it was read.
    private void write(Lease lease, LeaseSpec spec, long asked)
            throws ApiException, InterruptedException {
        lease.setSpec(spec);
        lease.getMetadata().setAnnotations(signed(lease.getMetadata().getAnnotations()));
        var written = api.replace(path(), lease, Lease.class);
        heldUntil = asked + settings.renewWithin().toNanos();
        view.saw(written, System.nanoTime());
    }

    /// The annotations with our signature and without those of candidates that are gone.
    private Map<String, String> signed(@Nullable Map<String, String> before) {
        var result = new HashMap<String, String>(before == null ? Map.of() : before);
        view.goneFor(signatureLife, ownKey, System.nanoTime()).forEach(result::remove);
        if (withdrawn) {
            result.remove(ownKey);
        } else if (isTimeToSign()) {
            result.put(ownKey, signature());
        }
        return result;
    }

    private void sign() throws ApiException, InterruptedException {
        if (withdrawn) {
            unsign();
        } else if (isTimeToSign()) {
            api.merge(path(), annotation(signature()));
        }
    }

    private void unsign() throws ApiException, InterruptedException {
        if (view.hasCandidate(ownKey)) {
            api.merge(path(), annotation(null));
        }
    }

    private boolean isTimeToSign() {
        var now = System.nanoTime();
        if (now - nextSignature < 0) {
            return false;
        }
        nextSignature = now + settings.retry().multipliedBy(SIGN_EVERY).toNanos();
        return true;
    }

    private Map<String, Object> annotation(@Nullable String value) {
        var annotations = new HashMap<String, @Nullable String>();
        annotations.put(ownKey, value);
        return Map.of("metadata", Map.of("annotations", annotations));
    }

    private LeaseSpec renewed(LeaseSpec before) {
        return new LeaseSpecBuilder(before).withRenewTime(now()).build();
    }

    private LeaseSpec taken(@Nullable LeaseSpec before) {
        var spec = before == null ? new LeaseSpec() : before;
        var transitions = spec.getLeaseTransitions();
        return new LeaseSpecBuilder(spec)
                .withHolderIdentity(settings.identity())
                .withLeaseDurationSeconds((int) Math.max(1, settings.duration().toSeconds()))
                .withAcquireTime(now())
                .withRenewTime(now())
                .withLeaseTransitions(transitions == null ? 0 : transitions + 1)
                .build();
    }

    /// Candidates sign the Lease while it is released: a conflict with them is no reason to let
    /// them wait until it runs out.
    private synchronized void leave() throws ApiException, InterruptedException {
        heldUntil = System.nanoTime();
        for (var tries = 1; !isReleased(tries); tries++) {
            LOG.debugf("releasing %s: somebody else has changed it", settings.ref());
        }
    }

    private boolean isReleased(int tries) throws ApiException, InterruptedException {
        try {
            release();
            return true;
        } catch (ApiException e) {
            if (tries == RELEASE_TRIES || !e.isConflict()) {
                throw e;
            }
            return false;
        }
    }

    private void release() throws ApiException, InterruptedException {
        var lease = api.get(path(), Lease.class);
        view.saw(lease, System.nanoTime());
        if (view.isHeldBy(settings.identity())) {
            lease.setSpec(new LeaseSpecBuilder(lease.getSpec()).withHolderIdentity("").build());
            lease.getMetadata().setAnnotations(signed(lease.getMetadata().getAnnotations()));
            api.replace(path(), lease, Lease.class);
        } else {
            unsign();
        }
    }

    private void report(ApiException e) {
        if (e.isForbidden()) {
            troubles.denied(
                    "get, create, update, patch", ResourceType.LEASES, settings.namespace());
        } else if (!e.isConflict()) {
            // A conflict only means that somebody else was faster.
            troubles.refused("competing for " + settings.ref(), e);
        }
    }

    private String path() {
        return ResourceType.LEASES.path(settings.namespace(), settings.lease());
    }

    private static String signature() {
        return now().toString();
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }
}
