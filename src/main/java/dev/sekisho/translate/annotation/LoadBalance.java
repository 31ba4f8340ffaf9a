package dev.sekisho.translate.annotation;

import dev.sekisho.model.http.Balancing;
import dev.sekisho.translate.draft.RouteDraft;
import dev.sekisho.translate.syntax.BalancingReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `load-balance`: how requests are spread over the pods of a Service.
final class LoadBalance implements AnnotationFeature {

    private static final AnnotationKey<Balancing> BALANCING =
            AnnotationKey.tuning(
                    "load-balance",
                    new Grammar<>(BalancingReader.EXPECTED, BalancingReader::read),
                    AnnotationKey.Scope.OWN_PATHS,
                    "what the option `--load-balance` says, `round_robin` unless set",
                    "How requests are spread over the pods of a Service: in turn; of two at random"
                            + " the one with fewer requests in flight, or the one that answers"
                            + " sooner; or by a hash that leads the same client address, path and"
                            + " query, header or cookie to the same pod as long as that pod has not"
                            + " much more to do than the others. Requests without the header or"
                            + " cookie are spread in turn.");

    @Override
    public List<AnnotationKey<?>> keys() {
        return List.of(BALANCING);
    }

    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        return annotations.edit(
                BALANCING,
                balancing -> Optional.of(route -> route.forward(old -> old.with(balancing))));
    }
}
