package dev.sekisho.kube;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.kube.KubernetesSourceSettings.Pace;
import dev.sekisho.kube.WatchStream.Next;
import dev.sekisho.kube.WireFormat.Event;
import dev.sekisho.kube.WireFormat.Page;
import dev.sekisho.model.ObjectRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps a store equal to the objects of one kind and scope: lists them, then watches from there.
///
/// A watch that ends is continued where it stopped; only when the server no longer remembers that
/// place is everything listed again, and what is missing from the list removed. While the server is
/// away nothing is removed.
final class Reflector<T extends HasMetadata> implements Runnable {

    private static final Logger LOG = Logger.getLogger(Reflector.class);

    /// Watches in a row that ended without a frame, after which their place is not trusted.
    private static final int BARREN_LIMIT = 3;

    private final ApiServer api;
    private final Troubles troubles;
    private final Pace pace;
    private final Semaphore pages;
    private final ClusterStore store;
    private final Kind<T> kind;
    private final Scope scope;
    private final Backoff backoff;
    private final Refusals refusals;
    private final CompletableFuture<Void> listed = new CompletableFuture<>();
    private final CompletableFuture<Void> away = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile String obstacle = "the first list is under way";

    /// Where to watch from; empty when everything has to be listed.
    private String version = "";

    private int barren;

    Reflector(Link link, ClusterStore store, Kind<T> kind, Scope scope) {
        this.api = link.api();
        this.troubles = link.troubles();
        this.pace = link.pace();
        this.pages = link.pages();
        this.store = store;
        this.kind = kind;
        this.scope = scope;
        this.backoff = new Backoff(pace.firstPause(), pace.longestPause());
        this.refusals = new Refusals(pace);
    }

    Kind<T> kind() {
        return kind;
    }

    /// Completes when the store holds all of these objects for the first time.
    CompletableFuture<Void> listed() {
        return listed;
    }

    /// Completes when the server was found to be away for the first time.
    CompletableFuture<Void> away() {
        return away;
    }

    /// Completes when the store holds all of them, or they cannot be read: because there is no such
    /// kind, or we may not. Whoever is away is waited for.
    CompletableFuture<Void> settled() {
        return settled;
    }

    /// Why the first list is not complete: `ingresses.networking.k8s.io: forbidden`.
    String obstacle() {
        return kind.resource() + scope.text() + ": " + obstacle;
    }

    @Override
    public void run() {
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
            if (version.isEmpty()) {
                list();
            } else {
                watch();
            }
        } catch (ApiException e) {
            report("list", e);
            backoff.pause();
        } catch (RuntimeException e) {
            LOG.errorf(e, "reading %s%s failed; listing again", kind.resource(), scope.text());
            version = "";
            backoff.pause();
        }
    }

    private void list() throws ApiException, InterruptedException {
        var seen = new HashSet<ObjectRef>();
        var page = readPage("", seen);
        while (!page.next().isEmpty()) {
            page = readPage(page.next(), seen);
        }
        forgetAllBut(seen);
        version = page.resourceVersion();
        barren = 0;
        backoff.reset();
        troubles.succeeded();
        troubles.permitted("list", kind.resource(), scope.namespace());
        listed.complete(null);
        settled.complete(null);
    }

    private Page readPage(String next, Set<ObjectRef> seen)
            throws ApiException, InterruptedException {
        var from =
                next.isEmpty()
                        ? ""
                        : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        var query = "?" + scope.selector() + "limit=" + pace.pageSize() + from;
        pages.acquire();
        try {
            var body = api.get(kind.resource().path(scope.namespace()) + query);
            return WireFormat.readPage(body, item -> putListed(item, seen));
        } finally {
            pages.release();
        }
    }

    private void putListed(byte[] item, Set<ObjectRef> seen) {
        var object = record(decode(item));
        if (object != null) {
            seen.add(object.ref());
            store.put(object);
        }
    }

    /// Removes what vanished while nobody watched.
    private void forgetAllBut(Set<ObjectRef> seen) {
        kind.known()
                .apply(store.state())
                .filter(scope::covers)
                .map(ClusterObject::ref)
                .filter(ref -> !seen.contains(ref))
                .forEach(store::remove);
    }

    private void watch() throws ApiException, InterruptedException {
        var seconds = 300 + ThreadLocalRandom.current().nextInt(300);
        var query =
                "?%swatch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s"
                        .formatted(scope.selector(), seconds, version);
        try (var stream = api.watch(kind.resource().path(scope.namespace()) + query)) {
            troubles.succeeded();
            troubles.permitted("watch", kind.resource(), scope.namespace());
            refusals.end();
            barren++;
            follow(stream);
        } catch (ApiException e) {
            unwatchable(e);
        }
        backoff.pause();
    }

    private void follow(WatchStream stream) throws ApiException, InterruptedException {
        while (stream.next(pace.silence()) instanceof Next.Frame(var text)) {
            barren = 0;
            backoff.reset();
            apply(WireFormat.readEvent(text));
            if (version.isEmpty()) {
                return;
            }
        }
        if (barren >= BARREN_LIMIT) {
            version = "";
        }
    }

    private void apply(Event event) throws ApiException {
        if (event.type().equals("ERROR")) {
            var status = api.decode(event.object(), Status.class);
            LOG.debugf("watch of %s: %s", kind.resource(), status.getMessage());
            version = "";
            return;
        }
        var decoded = decode(event.object());
        if (decoded == null) {
            return;
        }
        version = decoded.getMetadata().getResourceVersion();
        var object = event.type().equals("BOOKMARK") ? null : record(decoded);
        if (object != null && event.type().equals("DELETED")) {
            store.remove(object.ref());
        } else if (object != null) {
            store.put(object);
        }
    }

    private void unwatchable(ApiException e) throws InterruptedException {
        if (e.isForbidden() && !refusals.isBelieved()) {
            return;
        }
        report("watch", e);
        if (e.isForbidden()) {
            // Reading everything again from time to time is the best that is left.
            Thread.sleep(pace.reread());
        }
        if (e.isForbidden() || e.isGone()) {
            version = "";
        }
    }

    private void report(String verb, ApiException e) {
        obstacle = e.getMessage();
        if (e.isGone()) {
            version = "";
            return;
        }
        if (e.isForbidden()) {
            troubles.denied(verb, kind.resource(), scope.namespace());
        } else {
            troubles.failed(verb + " " + kind.resource() + scope.text(), e);
        }
        if (e.isOutage()) {
            away.complete(null);
        } else {
            settled.complete(null);
        }
    }

    /// One object that cannot be read must not keep the others away.
    private @Nullable T decode(byte[] json) {
        try {
            return api.decode(json, kind.type());
        } catch (ApiException e) {
            LOG.warnf("leaving out one of the %s: %s", kind.resource(), e.getMessage());
            return null;
        }
    }

    private @Nullable ClusterObject record(@Nullable T object) {
        if (object == null) {
            return null;
        }
        try {
            return kind.mapper().apply(object);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "leaving out %s %s/%s",
                    kind.resource(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName());
            return null;
        }
    }
}
