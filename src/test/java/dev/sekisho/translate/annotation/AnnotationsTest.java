package dev.sekisho.translate.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.BackendId;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.Severity;
import dev.sekisho.model.http.Filter;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.draft.RouteDraft;
import dev.sekisho.translate.draft.RouteDraft.Encryption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnnotationsTest {

    private static final ObjectRef INGRESS = ObjectRef.ingress("shop", "web");
    private static final Filter FILTER = new Filter.HttpsRedirect(308, List.of());
    private static final AnnotationKey<Boolean> GUARD =
            AnnotationKey.guarding(
                    "guard", Grammar.TRUE_OR_FALSE, AnnotationKey.Scope.OWN_PATHS, "", "");
    private static final AnnotationKey<Boolean> TUNING =
            AnnotationKey.tuning(
                    "tuning", Grammar.TRUE_OR_FALSE, AnnotationKey.Scope.OWN_PATHS, "", "");

    private final Diagnostics diagnostics = new Diagnostics();

    @Test
    void aGuardThatIsNotUnderstoodShutsTheRoute() {
        var route = read(GUARD, "tru");

        assertThat(route.action())
                .isEqualTo(new RouteAction.Unavailable(Reason.INVALID_ANNOTATION));
        assertThat(route.filters()).isEmpty();
        assertThat(diagnostics.toList())
                .extracting(Diagnostic::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void aTuningThatIsNotUnderstoodKeepsTheDefault() {
        var route = read(TUNING, "tru");

        assertThat(route.action()).isInstanceOf(RouteAction.Forward.class);
        assertThat(route.filters()).isEmpty();
        assertThat(diagnostics.toList())
                .extracting(Diagnostic::severity)
                .containsExactly(Severity.WARNING);
    }

    @Test
    void aValueThatIsUnderstoodEditsTheRoute() {
        assertThat(read(GUARD, " true ").filters()).containsExactly(FILTER);
        assertThat(diagnostics.toList()).isEmpty();
    }

    @Test
    void everyKeyIsDescribedOnceAndCompletely() {
        var keys = AnnotationCatalog.FEATURES.stream().flatMap(f -> f.keys().stream()).toList();

        assertThat(keys).extracting(AnnotationKey::name).doesNotHaveDuplicates();
        assertThat(keys)
                .allSatisfy(key -> {
                    assertThat(key.name()).matches("[a-z][a-z0-9-]*");
                    assertThat(key.doc()).endsWith(".");
                    assertThat(key.fallback()).isNotEmpty();
                    assertThat(key.grammar().expected()).isNotEmpty();
                });
    }

    private Route read(AnnotationKey<Boolean> key, String value) {
        var annotations =
                new Annotations(new TreeMap<>(Map.of(key.fullName(), value)), INGRESS, diagnostics);
        var draft =
                new RouteDraft(
                        new HostPattern.Any(),
                        new PathMatch.Prefix("/"),
                        new RouteOrigin("shop", "web", "web", "80", "/"),
                        new RouteAction.Forward(
                                new BackendId("shop", "web", 80), ForwardPolicy.DEFAULT),
                        Encryption.ABSENT);
        annotations
                .edit(key, _ -> Optional.of(route -> route.addFilter(FILTER)))
                .ifPresent(edit -> edit.accept(draft));
        return draft.build((action, _) -> action);
    }
}
