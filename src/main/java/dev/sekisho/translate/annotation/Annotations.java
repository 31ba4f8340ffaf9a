package dev.sekisho.translate.annotation;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.draft.RouteDraft;
import dev.sekisho.translate.syntax.Excerpt;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The annotations of one object, read through typed keys.
record Annotations(SortedMap<String, String> values, ObjectRef subject, Diagnostics diagnostics) {

    /// What this key asks of every route; empty if it is absent or malformed and harmless.
    <T> Optional<Consumer<RouteDraft>> edit(
            AnnotationKey<T> key, Function<T, Optional<Consumer<RouteDraft>>> meaning) {
        var raw = values.get(key.fullName());
        if (raw == null) {
            return Optional.empty();
        }
        var value = key.grammar().read(raw);
        return value.isPresent() ? meaning.apply(value.get()) : malformed(key, raw);
    }

    /// The value of a key that adjusts more than a route; empty if it is absent or malformed.
    <T> Optional<T> value(AnnotationKey<T> key) {
        var raw = values.get(key.fullName());
        if (raw == null) {
            return Optional.empty();
        }
        var value = key.grammar().read(raw);
        if (value.isEmpty()) {
            malformed(key, raw);
        }
        return value;
    }

    private Optional<Consumer<RouteDraft>> malformed(AnnotationKey<?> key, String raw) {
        var problem =
                key.fullName()
                        + " is "
                        + Excerpt.of(raw)
                        + " (expected: "
                        + key.grammar().expected()
                        + "); ";
        return switch (key.malformed()) {
            case KEEP_DEFAULT -> {
                diagnostics.warning(
                        subject, Reason.INVALID_ANNOTATION, problem + "the default holds");
                yield Optional.empty();
            }
            case SHUT_ROUTES -> {
                diagnostics.error(
                        subject,
                        Reason.INVALID_ANNOTATION,
                        problem + "the paths of this Ingress answer 503");
                yield Optional.of(route -> route.shut(Reason.INVALID_ANNOTATION));
            }
        };
    }
}
