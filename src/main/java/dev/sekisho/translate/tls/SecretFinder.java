package dev.sekisho.translate.tls;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.Reading;
import java.util.function.Function;

/// Finds what a Secret holds, and asks for Secrets that nobody has read yet.
final class SecretFinder {

    private final ClusterState state;
    private final DemandDraft demand;

    SecretFinder(ClusterState state, DemandDraft demand) {
        this.state = state;
        this.demand = demand;
    }

    <T> Finding<T> find(ObjectRef ref, Function<Secret, Reading<T>> reader) {
        demand.secret(ref);
        var name = "Secret " + Excerpt.of(ref.path());
        return switch (state.secret(ref)) {
            case SecretLookup.Found(var secret) -> judge(name, reader.apply(secret));
            case SecretLookup.Missing() ->
                    new Finding.Unusable<>(Reason.SECRET_NOT_FOUND, name + " does not exist");
            case SecretLookup.Forbidden() ->
                    new Finding.Unusable<>(Reason.SECRET_FORBIDDEN, name + " may not be read");
            case SecretLookup.Unsaved() ->
                    new Finding.Unusable<>(
                            Reason.SECRET_NOT_SAVED,
                            name + " is not part of the saved configuration");
            case SecretLookup.Pending() -> {
                demand.await();
                yield new Finding.Awaited<>();
            }
        };
    }

    private static <T> Finding<T> judge(String name, Reading<T> reading) {
        return switch (reading) {
            case Reading.Valid(var value) -> new Finding.Usable<>(value);
            case Reading.Invalid(var problem) ->
                    new Finding.Unusable<>(Reason.INVALID_CERTIFICATE, name + ": " + problem);
        };
    }
}
