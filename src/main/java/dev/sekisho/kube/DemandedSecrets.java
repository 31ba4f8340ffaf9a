package dev.sekisho.kube;

import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.model.ObjectRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// The Secrets that translation asks for, each read by its own name and never as part of a list.
///
/// Each has a [SecretReader] on a virtual thread. Together they make at most 16 reads at a time;
/// reads that repeat keep to a number in a second, so 1,000 Secrets that cannot be watched are each
/// read again every 100 s at the default of 10. A watch holds a connection, therefore only so many
/// Secrets are watched, the others are read again.
final class DemandedSecrets implements AutoCloseable {

    private static final int READS_AT_A_TIME = 16;
    private static final int SEARCHES_IN_A_SECOND = 20;

    private final Link link;
    private final ClusterStore store;
    private final Map<ObjectRef, SecretReader> readers = new HashMap<>();
    private final Shared shared;
    private boolean closed;

    /// What the readers have in common: turns to read in, and where watching was refused.
    record Shared(
            Semaphore reads,
            Semaphore watches,
            Budget searches,
            Budget rereads,
            Unwatchable unwatchable) {}

    DemandedSecrets(Link link, ClusterStore store) {
        this.link = link;
        this.store = store;
        this.shared =
                new Shared(
                        new Semaphore(READS_AT_A_TIME, true),
                        new Semaphore(link.pace().secretWatches()),
                        new Budget(SEARCHES_IN_A_SECOND),
                        new Budget(link.pace().secretReads()),
                        new Unwatchable(link.pace().permissionRetry()));
    }

    /// Starts to read what is new and forgets what is no longer asked for.
    synchronized void demand(Set<ObjectRef> secrets) {
        if (closed) {
            return;
        }
        readers.entrySet()
                .removeIf(entry -> {
                    var dropped = !secrets.contains(entry.getKey());
                    if (dropped) {
                        entry.getValue().forget();
                    }
                    return dropped;
                });
        for (var secret : secrets) {
            readers.computeIfAbsent(secret, this::read);
        }
    }

    /// Stops; what is known stays known.
    @Override
    public synchronized void close() {
        closed = true;
        readers.values().forEach(SecretReader::close);
        readers.clear();
    }

    private SecretReader read(ObjectRef secret) {
        var reader = new SecretReader(link, store, shared, secret);
        reader.start();
        return reader;
    }
}
