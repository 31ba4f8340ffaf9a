package dev.sekisho.kube;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The namespaces in which watching was refused. After a while it may be tried again there, by one
/// caller at a time: an administrator may have granted the permission.
final class Unwatchable {

    private final long period;
    private final ConcurrentMap<String, Long> nextTry = new ConcurrentHashMap<>();

    Unwatchable(Duration period) {
        this.period = period.toNanos();
    }

    void add(String namespace) {
        nextTry.put(namespace, System.nanoTime() + period);
    }

    void remove(String namespace) {
        nextTry.remove(namespace);
    }

    /// Whether watching is worth a try now; the caller who is told so should try.
    boolean mayTry(String namespace) {
        var due = nextTry.get(namespace);
        if (due == null) {
            return true;
        }
        var now = System.nanoTime();
        return now - due >= 0 && nextTry.replace(namespace, due, now + period);
    }
}
