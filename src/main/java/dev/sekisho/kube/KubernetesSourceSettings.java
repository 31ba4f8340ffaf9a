package dev.sekisho.kube;

import dev.sekisho.model.ObjectRef;
import java.time.Duration;
import java.util.Set;

/// What is read from the API server, and at which pace.
///
/// `namespaces` empty means all. `services` are read whatever `namespaces` says: the one whose
/// address is published, the default backend. `node` is the Node whose address is published, empty
/// for none.
public record KubernetesSourceSettings(
        Set<String> namespaces,
        Set<ObjectRef> services,
        String node,
        Pace pace,
        AddressPools addressPools) {

    /// Whether AddressPools are read, and the Namespaces that they choose.
    public enum AddressPools {
        UNREAD,
        READ
    }

    public KubernetesSourceSettings(
            Set<String> namespaces, Set<ObjectRef> services, String node, Pace pace) {
        this(namespaces, services, node, pace, AddressPools.UNREAD);
    }

    public static final KubernetesSourceSettings DEFAULT =
            new KubernetesSourceSettings(Set.of(), Set.of(), "", Pace.DEFAULT);

    public KubernetesSourceSettings {
        namespaces = Set.copyOf(namespaces);
        services = Set.copyOf(services);
    }

    /// Times and limits.
    ///
    /// `silence` is how long a watch may bring nothing, not even a bookmark, before it is opened
    /// anew. `reread` is the period at which what cannot be watched is read again. `secretWatches`
    /// limits the connections held for watches of single Secrets; further ones are read again
    /// instead, at most `secretReads` in a second. `permissionRetry` is how long a refused watch of
    /// Secrets is not asked for again.
    public record Pace(
            int pageSize,
            Duration requestTimeout,
            Duration silence,
            Duration firstPause,
            Duration longestPause,
            Duration reread,
            int secretWatches,
            int secretReads,
            Duration permissionRetry) {

        public static final Pace DEFAULT =
                new Pace(
                        500,
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(3),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        100,
                        10,
                        Duration.ofMinutes(10));
    }
}
