package dev.sekisho.translate.annotation;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.draft.RouteDraft;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Every annotation feature.
///
/// To add one: write it in its own file, add it here, add a golden case. The order does not matter:
/// filters run by their phase.
public final class AnnotationCatalog {

    static final List<AnnotationFeature> FEATURES =
            List.of(
                    new SslRedirect(),
                    new LoadBalance(),
                    new NextUpstream(),
                    new UnusualPaths(),
                    new AllowUpgrade(),
                    new BackendProtocols(),
                    new PodTls(),
                    new GrpcTimeout());

    private static final SortedSet<String> KNOWN = known();

    private AnnotationCatalog() {}

    /// Everything that the annotations of one Ingress do to each of its routes.
    public static List<Consumer<RouteDraft>> read(
            SortedMap<String, String> values, ObjectRef subject, Diagnostics diagnostics) {
        if (values.isEmpty()) {
            return List.of();
        }
        var annotations = new Annotations(values, subject, diagnostics);
        UnknownAnnotations.report(annotations, KNOWN);
        return FEATURES.stream()
                .map(feature -> feature.read(annotations))
                .flatMap(Optional::stream)
                .toList();
    }

    /// What the annotations of one Ingress say about unusual paths of its hosts.
    public static List<PathAllowance> pathAllowances(
            SortedMap<String, String> values, ObjectRef subject, Diagnostics diagnostics) {
        return values.isEmpty()
                ? List.of()
                : UnusualPaths.allowances(new Annotations(values, subject, diagnostics));
    }

    private static SortedSet<String> known() {
        var names = new TreeSet<String>();
        FEATURES.forEach(feature -> feature.keys().forEach(key -> names.add(key.fullName())));
        return names;
    }
}
