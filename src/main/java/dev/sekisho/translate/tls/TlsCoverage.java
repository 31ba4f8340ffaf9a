package dev.sekisho.translate.tls;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import java.util.HashSet;
import java.util.Set;

/// Which hosts some `tls` entry is for, whether or not its certificate can be used.
///
/// An entry that lists no hosts is for every host of its own Ingress.
public final class TlsCoverage {

    private final Set<HostPattern> hosts = new HashSet<>();
    private final Set<ObjectRef> whole = new HashSet<>();

    void host(HostPattern host) {
        hosts.add(host);
    }

    void everyHostOf(ObjectRef ingress) {
        whole.add(ingress);
    }

    public boolean isEmpty() {
        return hosts.isEmpty() && whole.isEmpty();
    }

    public boolean covers(ObjectRef ingress, HostPattern host) {
        return hosts.contains(host)
                || hosts.contains(Wildcards.over(host))
                || whole.contains(ingress);
    }
}
