package dev.sekisho.translate.annotation;

import dev.sekisho.model.http.Filter;
import dev.sekisho.translate.draft.RouteDraft;
import dev.sekisho.translate.draft.RouteDraft.Encryption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `ssl-redirect`: sends clients that came by plain HTTP to the same URL on HTTPS.
final class SslRedirect implements AnnotationFeature {

    private static final AnnotationKey<Boolean> ENABLED =
            AnnotationKey.tuning(
                    "ssl-redirect",
                    Grammar.TRUE_OR_FALSE,
                    AnnotationKey.Scope.OWN_PATHS,
                    "`false`: plain HTTP is served",
                    "Answers plain-HTTP requests with 308 to the same URL on HTTPS, for hosts that"
                            + " a `tls` entry covers. Paths under `/.well-known/acme-challenge`"
                            + " are served as before.");

    /// The method and body are kept (RFC 9110 §15.4.9), and certificate issuers get through.
    private static final Filter REDIRECT =
            new Filter.HttpsRedirect(308, List.of("/.well-known/acme-challenge"));

    @Override
    public List<AnnotationKey<?>> keys() {
        return List.of(ENABLED);
    }

    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        return annotations.edit(
                ENABLED, on -> on ? Optional.of(SslRedirect::redirect) : Optional.empty());
    }

    private static void redirect(RouteDraft route) {
        if (route.encryption() == Encryption.CONFIGURED) {
            route.addFilter(REDIRECT);
        }
    }
}
