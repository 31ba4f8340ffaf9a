package dev.sekisho.translate.tls;

import dev.sekisho.model.HostPattern;

/// How wildcard names cover other names.
final class Wildcards {

    private Wildcards() {}

    /// The wildcard that covers an exact name; anything else is covered by itself alone.
    static HostPattern over(HostPattern host) {
        if (!(host instanceof HostPattern.Exact(var name))) {
            return host;
        }
        var dot = name.indexOf('.');
        return dot < 0 ? host : new HostPattern.Wildcard(name.substring(dot));
    }
}
