package dev.sekisho.translate.annotation;

import dev.sekisho.translate.draft.RouteDraft;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `grpc-timeout`: how long calls of gRPC may take.
final class GrpcTimeout implements AnnotationFeature {

    private static final int MOST_SECONDS = 86_400;

    private static final AnnotationKey<Duration> LIMIT =
            AnnotationKey.tuning(
                    "grpc-timeout",
                    new Grammar<>(
                            "a whole number of seconds, 1 to " + MOST_SECONDS, GrpcTimeout::limit),
                    AnnotationKey.Scope.OWN_PATHS,
                    "deadlines are left to client and pod",
                    "After how many seconds a call of gRPC ends with `DEADLINE_EXCEEDED` at the"
                            + " latest. A shorter `grpc-timeout` of the client counts instead.");

    @Override
    public List<AnnotationKey<?>> keys() {
        return List.of(LIMIT);
    }

    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        return annotations.edit(
                LIMIT, limit -> Optional.of(route -> route.forward(it -> it.withGrpcLimit(limit))));
    }

    private static Optional<Duration> limit(String text) {
        var digits = text.strip();
        if (!digits.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        var seconds = Integer.parseInt(digits);
        return seconds >= 1 && seconds <= MOST_SECONDS
                ? Optional.of(Duration.ofSeconds(seconds))
                : Optional.empty();
    }
}
