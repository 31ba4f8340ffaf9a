package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.translate.draft.Diagnostics;
import java.util.List;

/// What holds for whole hosts, whichever Ingress a path comes from.
record HostRules(HostPolicies paths, Passthroughs passthroughs) {

    static final HostRules NONE = new HostRules(HostPolicies.NONE, Passthroughs.NONE);

    /// What all Ingresses say together; the oldest comes first.
    static HostRules read(List<Ingress> bySeniority, Diagnostics diagnostics) {
        return new HostRules(
                HostPolicies.read(bySeniority, diagnostics),
                Passthroughs.read(bySeniority, diagnostics));
    }

    /// Whether every host is served as there.
    boolean agreesWith(HostRules other) {
        return paths.agreesWith(other.paths) && passthroughs.agreesWith(other.passthroughs);
    }
}
