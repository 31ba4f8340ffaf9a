package dev.sekisho.translate.annotation;

import dev.sekisho.model.BackendId;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.RouteDraft;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// `backend-protocol`: what pods are spoken to in, where their Service does not say it.
final class BackendProtocols implements AnnotationFeature {

    private static final AnnotationKey<BackendProtocol> PROTOCOL =
            AnnotationKey.tuning(
                    "backend-protocol",
                    new Grammar<>("HTTP, HTTPS, H2C, GRPC or GRPCS", BackendProtocols::protocol),
                    AnnotationKey.Scope.OWN_PATHS,
                    "what the `appProtocol` of the Service port says, else `HTTP`",
                    "What the pods speak: `HTTP` (HTTP/1.1), `H2C` (HTTP/2 without TLS, by prior"
                            + " knowledge) or `GRPC`, which is the same; `HTTPS` and `GRPCS` are"
                            + " those over TLS. A port whose `appProtocol` asks for TLS stays with"
                            + " TLS, and a malformed value that may have meant TLS shuts the"
                            + " paths.");

    private static final List<String> WORDS_OF_TLS = List.of("HTTPS", "GRPCS", "TLS", "SSL");

    @Override
    public List<AnnotationKey<?>> keys() {
        return List.of(PROTOCOL);
    }

    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        var raw = annotations.values().getOrDefault(PROTOCOL.fullName(), "");
        return annotations.edit(
                mayMeanTls(raw) ? PROTOCOL.guarding() : PROTOCOL,
                protocol ->
                        Optional.of(
                                route -> route.backend(id -> speak(id, protocol, annotations))));
    }

    private static BackendId speak(BackendId id, BackendProtocol asked, Annotations annotations) {
        var known = id.protocol().tls();
        if (known.isEmpty() || asked.tls().isPresent()) {
            return id.speaking(asked);
        }
        annotations
                .diagnostics()
                .warning(
                        annotations.subject(),
                        Reason.BACKEND_PROTOCOL_CONFLICT,
                        PROTOCOL.fullName()
                                + " asks for "
                                + asked
                                + ", but the appProtocol of "
                                + id
                                + " for TLS (expected: HTTPS or GRPCS); TLS is spoken");
        return id.speaking(asked.over(known.get()));
    }

    private static boolean mayMeanTls(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        return WORDS_OF_TLS.stream().anyMatch(upper::contains);
    }

    private static Optional<BackendProtocol> protocol(String text) {
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "HTTP" -> Optional.of(BackendProtocol.HTTP);
            case "H2C", "GRPC" -> Optional.of(BackendProtocol.H2C);
            case "HTTPS" -> Optional.of(BackendProtocol.HTTP.over(BackendTls.UNVERIFIED));
            case "GRPCS" -> Optional.of(BackendProtocol.H2C.over(BackendTls.UNVERIFIED));
            default -> Optional.empty();
        };
    }
}
