package dev.sekisho.translate.annotation;

import dev.sekisho.model.Reason;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.translate.draft.RouteDraft;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// `ssl-passthrough`: hosts whose TLS is for their pods to end.
///
/// Pods that end TLS may let in only whom they know by a certificate, so a value that is not
/// understood shuts the paths.
final class SslPassthrough implements AnnotationFeature {

    private static final AnnotationKey<Boolean> ENABLED =
            AnnotationKey.guarding(
                    "ssl-passthrough",
                    Grammar.TRUE_OR_FALSE,
                    AnnotationKey.Scope.OWN_HOSTS,
                    "`false`: TLS is ended here",
                    "Passes TLS connections that ask for the hosts on to the Service of the path `/`"
                            + " as they are. Each host needs that path in the same Ingress, of type"
                            + " `Prefix`; where it has none, or another Ingress has it, the paths of"
                            + " this one answer 503. Other paths and other annotations hold for plain"
                            + " HTTP alone, certificates for nothing.");

    private static final AnnotationKey<Passthrough> PROXY_PROTOCOL =
            AnnotationKey.tuning(
                    "proxy-protocol-out",
                    new Grammar<>("v1 or v2", SslPassthrough::version),
                    AnnotationKey.Scope.OWN_HOSTS,
                    "pods see the gateway as their client",
                    "Tells pods who the client of a connection is that is passed through"
                            + " (`sekisho.dev/ssl-passthrough`), by the PROXY protocol; version 2"
                            + " holds the server name, too. Pods that get requests are told by"
                            + " `X-Forwarded-For`: a connection to them serves many clients.");

    /// As users write it.
    static final String NAME = ENABLED.fullName();

    private static Optional<Passthrough> version(String text) {
        return switch (text.strip()) {
            case "v1" -> Optional.of(Passthrough.PROXY_V1);
            case "v2" -> Optional.of(Passthrough.PROXY_V2);
            default -> Optional.empty();
        };
    }

    @Override
    public List<AnnotationKey<?>> keys() {
        return List.of(ENABLED, PROXY_PROTOCOL);
    }

    /// Does nothing to a single route, but for shutting it.
    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        annotations
                .value(PROXY_PROTOCOL)
                .filter(_ -> wanted(annotations.values()) == Passthrough.NONE)
                .ifPresent(_ ->
                        annotations
                                .diagnostics()
                                .warning(
                                        annotations.subject(),
                                        Reason.ANNOTATION_WITHOUT_EFFECT,
                                        PROXY_PROTOCOL.fullName()
                                                + " has no effect on requests (expected: "
                                                + NAME
                                                + " beside it)"));
        return annotations.edit(ENABLED, _ -> Optional.empty());
    }

    /// What is asked for; what means nothing is for `read` to report.
    static Passthrough wanted(SortedMap<String, String> values) {
        var on = values.get(NAME);
        if (on == null || !ENABLED.grammar().read(on).orElse(false)) {
            return Passthrough.NONE;
        }
        return Optional.ofNullable(values.get(PROXY_PROTOCOL.fullName()))
                .flatMap(PROXY_PROTOCOL.grammar()::read)
                .orElse(Passthrough.PLAIN);
    }
}
