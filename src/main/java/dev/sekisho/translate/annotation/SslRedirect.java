package dev.sekisho.translate.annotation;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.Filter;
import dev.sekisho.translate.draft.RouteDraft;
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
                            + " a `tls` entry covers or whose TLS is passed through. Paths under"
                            + " `/.well-known/acme-challenge` are served as before.");

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
                ENABLED,
                on -> on ? Optional.of(route -> redirect(route, annotations)) : Optional.empty());
    }

    private static void redirect(RouteDraft route, Annotations annotations) {
        switch (route.encryption()) {
            case CONFIGURED -> route.addFilter(REDIRECT);
            case ABSENT -> reportUncovered(route.host(), annotations);
        }
    }

    /// There may be no certificate to meet on HTTPS, so plain HTTP stays.
    private static void reportUncovered(HostPattern host, Annotations annotations) {
        var subject = annotations.subject();
        var diagnostics = annotations.diagnostics();
        switch (host) {
            case HostPattern.Exact _, HostPattern.Wildcard _ ->
                    diagnostics.warning(
                            subject,
                            Reason.ANNOTATION_WITHOUT_EFFECT,
                            ENABLED.fullName()
                                    + " does not redirect host "
                                    + host.text()
                                    + " (expected: a tls entry for it)");
            case HostPattern.Any() ->
                    diagnostics.info(
                            subject,
                            Reason.ANNOTATION_WITHOUT_EFFECT,
                            ENABLED.fullName() + " does not redirect hosts that no rule names");
        }
    }
}
