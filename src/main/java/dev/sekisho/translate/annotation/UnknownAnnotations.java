package dev.sekisho.translate.annotation;

import dev.sekisho.model.Reason;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Says which annotations of an Ingress nobody reads.
final class UnknownAnnotations {

    /// An object with thousands of them would otherwise drown every other diagnostic.
    private static final int MAX_NAMED = 10;

    private static final int MAX_NAMED_IN_ONE_MESSAGE = 5;
    private static final String NGINX_PREFIX = "nginx.ingress.kubernetes.io/";

    private UnknownAnnotations() {}

    static void report(Annotations annotations, Collection<String> known) {
        if (annotations.values().isEmpty()) {
            return;
        }
        var unknown =
                withPrefix(annotations, AnnotationKey.PREFIX).stream()
                        .filter(name -> !known.contains(name))
                        .toList();
        unknown.stream()
                .limit(MAX_NAMED)
                .forEach(name -> warn(annotations, Excerpt.of(name) + suggestion(name, known)));
        if (unknown.size() > MAX_NAMED) {
            var more = unknown.size() - MAX_NAMED;
            warn(annotations, more + " more below " + AnnotationKey.PREFIX + " are not known");
        }
        reportNginx(annotations);
    }

    private static void warn(Annotations annotations, String message) {
        annotations
                .diagnostics()
                .warning(annotations.subject(), Reason.UNKNOWN_ANNOTATION, message);
    }

    private static String suggestion(String name, Collection<String> known) {
        var start = AnnotationKey.PREFIX.length();
        var words = known.stream().map(full -> full.substring(start)).toList();
        return Spelling.likely(name.substring(start), words)
                .map(near -> " is not known (did you mean " + AnnotationKey.PREFIX + near + "?)")
                .orElse(" is not known");
    }

    private static void reportNginx(Annotations annotations) {
        var names = withPrefix(annotations, NGINX_PREFIX);
        if (names.isEmpty()) {
            return;
        }
        var shown =
                names.stream()
                        .limit(MAX_NAMED_IN_ONE_MESSAGE)
                        .map(Excerpt::of)
                        .collect(Collectors.joining(", "));
        var more = names.size() - MAX_NAMED_IN_ONE_MESSAGE;
        annotations
                .diagnostics()
                .info(
                        annotations.subject(),
                        Reason.UNKNOWN_ANNOTATION,
                        "not read for this IngressClass: "
                                + shown
                                + (more > 0 ? " and " + more + " more" : ""));
    }

    /// The names below a prefix; the map is sorted, so they are next to each other.
    private static List<String> withPrefix(Annotations annotations, String prefix) {
        return annotations.values().tailMap(prefix).keySet().stream()
                .takeWhile(name -> name.startsWith(prefix))
                .toList();
    }
}
