package dev.sekisho.kube;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.status.StatusPlan;
import dev.sekisho.status.StatusUpdate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What has to be written still, at most one update for each Ingress: a later one replaces it.
///
/// A written update appears in plans until its echo has come back through the watch, so it is left
/// alone for a while; somebody who keeps overwriting us is answered only that often.
final class StatusQueue {

    private static final long ECHO = Duration.ofSeconds(30).toNanos();

    private static final long TICK = 100;

    /// An update and the time before which it is not (or not again) tried.
    private record Timed(StatusUpdate update, long at) {}

    private final Map<ObjectRef, Timed> waiting = new LinkedHashMap<>();
    private final Map<ObjectRef, Timed> written = new HashMap<>();
    private final Map<ObjectRef, StatusUpdate> inFlight = new HashMap<>();

    synchronized void replace(StatusPlan plan) {
        var now = System.nanoTime();
        var planned =
                plan.updates().stream()
                        .map(StatusUpdate::ingress)
                        .collect(Collectors.toUnmodifiableSet());
        waiting.keySet().retainAll(planned);
        written.keySet().retainAll(planned);
        plan.updates().forEach(update -> add(update, now));
        notifyAll();
    }

    /// Waits for something to write for up to `patience`; `null` if there is nothing.
    synchronized @Nullable StatusUpdate take(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        var next = poll();
        while (next == null && System.nanoTime() - end < 0) {
            // Not only an addition ends the wait: an update that was put back becomes due.
            wait(TICK);
            next = poll();
        }
        return next;
    }

    synchronized void done(StatusUpdate update) {
        inFlight.remove(update.ingress());
        written.put(update.ingress(), new Timed(update, System.nanoTime() + ECHO));
        notifyAll();
    }

    /// Puts an update back, unless a later one has come.
    synchronized void failed(StatusUpdate update, Duration pause) {
        inFlight.remove(update.ingress());
        var again = new Timed(update, System.nanoTime() + pause.toNanos());
        waiting.putIfAbsent(update.ingress(), again);
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty() && inFlight.isEmpty();
    }

    /// What is being written right now is not written again, or each plan that comes meanwhile
    /// would.
    private void add(StatusUpdate update, long now) {
        if (update.equals(inFlight.get(update.ingress()))) {
            waiting.remove(update.ingress());
            return;
        }
        var before = written.get(update.ingress());
        if (before != null && before.update().equals(update)) {
            if (now - before.at() < 0) {
                return;
            }
            written.remove(update.ingress());
        }
        var known = waiting.get(update.ingress());
        if (known == null || !known.update().equals(update)) {
            waiting.put(update.ingress(), new Timed(update, now));
        }
    }

    private @Nullable StatusUpdate poll() {
        var now = System.nanoTime();
        for (Iterator<Timed> it = waiting.values().iterator(); it.hasNext(); ) {
            var next = it.next();
            if (now - next.at() >= 0 && !inFlight.containsKey(next.update().ingress())) {
                inFlight.put(next.update().ingress(), next.update());
                it.remove();
                return next.update();
            }
        }
        return null;
    }
}
