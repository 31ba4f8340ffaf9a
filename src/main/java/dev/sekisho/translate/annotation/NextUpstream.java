package dev.sekisho.translate.annotation;

import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.model.http.RetryPolicy;
import dev.sekisho.translate.draft.RouteDraft;
import dev.sekisho.translate.syntax.RetryReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// `proxy-next-upstream` and what bounds it: when a request is tried on another pod.
final class NextUpstream implements AnnotationFeature {

    private static final int MOST_TRIES = 100;
    private static final int MOST_SECONDS = 86_400;

    private static final AnnotationKey<Set<RetryCondition>> CONDITIONS =
            AnnotationKey.tuning(
                    "proxy-next-upstream",
                    new Grammar<>(RetryReader.EXPECTED, RetryReader::read),
                    AnnotationKey.Scope.OWN_PATHS,
                    "what the option `--proxy-next-upstream` says, `error timeout` unless set",
                    "What makes a request go to another pod. A request with a method that is not"
                            + " idempotent goes to another only if no byte of it was sent, or with"
                            + " `non_idempotent`; none does once the client has a byte of an"
                            + " answer.");

    private static final AnnotationKey<Integer> TRIES =
            AnnotationKey.tuning(
                    "proxy-next-upstream-tries",
                    new Grammar<>(
                            "a whole number, 0 to " + MOST_TRIES, text -> number(text, MOST_TRIES)),
                    AnnotationKey.Scope.OWN_PATHS,
                    "what the option `--proxy-next-upstream-tries` says, `3` unless set",
                    "How many pods are tried at most for one request; 0 is no limit.");

    private static final AnnotationKey<Duration> TIMEOUT =
            AnnotationKey.tuning(
                    "proxy-next-upstream-timeout",
                    new Grammar<>(
                            "a whole number of seconds, 0 to " + MOST_SECONDS,
                            text -> number(text, MOST_SECONDS).map(Duration::ofSeconds)),
                    AnnotationKey.Scope.OWN_PATHS,
                    "what the option `--proxy-next-upstream-timeout` says, `0` unless set",
                    "For how many seconds after the first attempt another may begin; 0 is no"
                            + " limit.");

    @Override
    public List<AnnotationKey<?>> keys() {
        return List.of(CONDITIONS, TRIES, TIMEOUT);
    }

    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        return Stream.of(
                        annotations.edit(CONDITIONS, on -> retries(old -> old.on(on))),
                        annotations.edit(TRIES, most -> retries(old -> old.withTries(most))),
                        annotations.edit(TIMEOUT, time -> retries(old -> old.within(time))))
                .flatMap(Optional::stream)
                .reduce(Consumer::andThen);
    }

    private static Optional<Consumer<RouteDraft>> retries(UnaryOperator<RetryPolicy> change) {
        return Optional.of(route -> route.forward(old -> old.with(change.apply(old.retries()))));
    }

    private static Optional<Integer> number(String text, int most) {
        var digits = text.strip();
        if (!digits.matches("[0-9]{1,6}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(digits)).filter(number -> number <= most);
    }
}
