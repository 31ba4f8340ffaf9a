package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.Demand;
import dev.sekisho.cluster.IngressPath;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.http.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one Ingress asks for by its rules, before any other Ingress is heard, and what there is to
/// say about that. Immutable.
///
/// `complete` is false while something in `demand` has not been looked up.
record IngressReading(
        List<Wish> wishes, List<Diagnostic> diagnostics, Demand demand, boolean complete) {

    /// A route and its host, and what it was made of besides the Ingress: the Service that the path
    /// names, if there is one, and whether a `tls` entry covers the host.
    record Wish(
            HostPattern host,
            Route route,
            IngressPath path,
            @Nullable Service service,
            boolean covered) {}

    IngressReading {
        wishes = List.copyOf(wishes);
        diagnostics = List.copyOf(diagnostics);
    }
}
