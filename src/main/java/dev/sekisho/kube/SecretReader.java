package dev.sekisho.kube;

import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.kube.DemandedSecrets.Shared;
import dev.sekisho.kube.WatchStream.Next;
import dev.sekisho.kube.WireFormat.Event;
import dev.sekisho.mapping.SecretMapper;
import dev.sekisho.model.ObjectRef;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Says of one Secret what the API server says of it, for as long as it is asked for.
///
/// A found one is watched where RBAC allows that, otherwise read again from time to time; a missing
/// one is looked for again, soon at first.
final class SecretReader implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SecretReader.class);
    private static final List<Duration> SEARCH_PAUSES =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10));

    private final Link link;
    private final ClusterStore store;
    private final Shared shared;
    private final ObjectRef ref;
    private final Backoff backoff;
    private final Refusals readRefusals;
    private final Refusals watchRefusals;
    private final Thread thread;
    private int misses;
    private boolean found;
    private boolean stopped;

    SecretReader(Link link, ClusterStore store, Shared shared, ObjectRef ref) {
        this.link = link;
        this.store = store;
        this.shared = shared;
        this.ref = ref;
        this.backoff = new Backoff(link.pace().firstPause(), link.pace().longestPause());
        this.readRefusals = new Refusals(link.pace());
        this.watchRefusals = new Refusals(link.pace());
        this.thread = Thread.ofVirtual().name("sekisho-secret").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Stops; what is known of the Secret stays in the store.
    @Override
    public synchronized void close() {
        stopped = true;
        thread.interrupt();
    }

    /// Stops, and takes what is known of the Secret out of the store.
    synchronized void forget() {
        close();
        store.putSecret(ref, new SecretLookup.Pending());
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        try {
            publish(read());
            misses = 0;
            backoff.reset();
            follow();
        } catch (ApiException e) {
            missed(e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "reading %s failed", ref);
            backoff.pause();
        }
    }

    private Secret read() throws ApiException, InterruptedException {
        shared.reads().acquire();
        try {
            var secret =
                    link.api()
                            .get(
                                    ResourceType.SECRETS.path(ref.namespace(), ref.name()),
                                    Secret.class);
            link.troubles().succeeded();
            readRefusals.end();
            return secret;
        } finally {
            shared.reads().release();
        }
    }

    private void missed(ApiException e) throws InterruptedException {
        if (e.isNotFound()) {
            found = false;
            publish(new SecretLookup.Missing());
            Thread.sleep(SEARCH_PAUSES.get(Math.min(misses++, SEARCH_PAUSES.size() - 1)));
            shared.searches().await();
        } else if (e.isForbidden()) {
            refused();
        } else {
            link.troubles().failed("get " + ref, e);
            backoff.pause();
        }
    }

    /// What was found stays in use until the refusal is believed.
    private void refused() throws InterruptedException {
        if (!found) {
            publish(new SecretLookup.Forbidden());
        }
        if (!readRefusals.isBelieved()) {
            return;
        }
        link.troubles().denied("get", ResourceType.SECRETS, ref.namespace());
        found = false;
        publish(new SecretLookup.Forbidden());
        waitForReread();
    }

    /// Returns when the Secret should be read again.
    private void follow() throws InterruptedException, ApiException {
        if (!mayWatch()) {
            waitForReread();
            return;
        }
        try {
            watch();
        } finally {
            shared.watches().release();
        }
    }

    /// Takes one of the places for watches, if there is one and watching is worth a try.
    private boolean mayWatch() {
        if (!shared.watches().tryAcquire()) {
            return false;
        }
        var worthATry = shared.unwatchable().mayTry(ref.namespace());
        if (!worthATry) {
            shared.watches().release();
        }
        return worthATry;
    }

    /// Watches from now on: the version of a Secret that has not changed for long is too old to
    /// watch from. Therefore it is read once more after the watch has begun.
    private void watch() throws InterruptedException, ApiException {
        var query =
                "?fieldSelector=metadata.name%%3D%s&watch=true&allowWatchBookmarks=true&timeoutSeconds=%d"
                        .formatted(ref.name(), 300 + ThreadLocalRandom.current().nextInt(300));
        var path = ResourceType.SECRETS.path(ref.namespace()) + query;
        var opened = open(path);
        if (opened == null) {
            return;
        }
        try (var stream = opened) {
            publish(read());
            consume(stream);
        }
    }

    /// Nothing where watching is refused.
    private @Nullable WatchStream open(String path) throws ApiException, InterruptedException {
        try {
            var stream = link.api().watch(path);
            watchRefusals.end();
            shared.unwatchable().remove(ref.namespace());
            return stream;
        } catch (ApiException e) {
            if (!e.isForbidden()) {
                throw e;
            }
            if (watchRefusals.isBelieved()) {
                // Whoever wrote the Role allowed to read and not to watch: no mistake to report.
                shared.unwatchable().add(ref.namespace());
            }
            return null;
        }
    }

    private void consume(WatchStream stream) throws InterruptedException, ApiException {
        while (stream.next(link.pace().silence()) instanceof Next.Frame(var text)) {
            backoff.reset();
            if (!apply(WireFormat.readEvent(text))) {
                return;
            }
        }
        backoff.pause();
    }

    /// Tells whether the watch may go on.
    private boolean apply(Event event) throws ApiException {
        switch (event.type()) {
            case "ADDED", "MODIFIED" -> publish(link.api().decode(event.object(), Secret.class));
            case "DELETED" -> publish(new SecretLookup.Missing());
            default -> {}
        }
        return event.type().equals("ADDED")
                || event.type().equals("MODIFIED")
                || event.type().equals("BOOKMARK");
    }

    private void waitForReread() throws InterruptedException {
        Thread.sleep(link.pace().reread());
        shared.rereads().await();
    }

    private void publish(Secret secret) {
        found = true;
        publish(new SecretLookup.Found(SecretMapper.map(secret)));
    }

    private synchronized void publish(SecretLookup lookup) {
        if (!stopped) {
            store.putSecret(ref, lookup);
        }
    }
}
