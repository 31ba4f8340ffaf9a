package dev.sekisho.translate.annotation;

import dev.sekisho.model.HostPattern;
import dev.sekisho.translate.draft.BackendTlsWish;
import dev.sekisho.translate.draft.RouteDraft;
import dev.sekisho.translate.syntax.HostReader;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.Reading;
import dev.sekisho.translate.syntax.SecretName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// `backend-tls-*`: whom the gateway believes to be a pod, and who it says it is itself.
final class PodTls implements AnnotationFeature {

    private static final AnnotationKey<Boolean> VERIFY =
            AnnotationKey.guarding(
                    "backend-tls-verify",
                    new Grammar<>("on or off", PodTls::onOrOff),
                    AnnotationKey.Scope.OWN_PATHS,
                    "`on` with `backend-tls-ca`, else `off`",
                    "Whether pods that are spoken to over TLS have to prove who they are. `on`"
                            + " without `backend-tls-ca` shuts the paths; `off` believes every"
                            + " pod, as is done without a word where no authority is named, but"
                            + " then with a note.");

    private static final AnnotationKey<SecretName> AUTHORITIES =
            AnnotationKey.guarding(
                    "backend-tls-ca",
                    new Grammar<>(SecretName.EXPECTED, SecretName::read),
                    AnnotationKey.Scope.OWN_PATHS,
                    "pods are not verified",
                    "The Secret with the certificates, PEM under `ca.crt`, that vouch for those of"
                            + " pods. It has to be in the namespace of the Ingress. While it is"
                            + " missing or unusable the paths answer 503.");

    private static final AnnotationKey<String> SERVER_NAME =
            AnnotationKey.guarding(
                    "backend-tls-server-name",
                    new Grammar<>("a DNS name or an IP address", PodTls::serverName),
                    AnnotationKey.Scope.OWN_PATHS,
                    "`SERVICE.NAMESPACE.svc`, or the external name of the Service",
                    "The name that pods are asked for by SNI, and that their certificate has to be"
                            + " for where they are verified. An address is not sent.");

    private static final AnnotationKey<SecretName> CERTIFICATE =
            AnnotationKey.guarding(
                    "backend-tls-client-certificate",
                    new Grammar<>(SecretName.EXPECTED, SecretName::read),
                    AnnotationKey.Scope.OWN_PATHS,
                    "none is shown",
                    "The Secret of type `kubernetes.io/tls` whose certificate is shown to pods that"
                            + " ask for one. It has to be in the namespace of the Ingress. While it"
                            + " is missing or unusable the paths answer 503.");

    @Override
    public List<AnnotationKey<?>> keys() {
        return List.of(VERIFY, AUTHORITIES, SERVER_NAME, CERTIFICATE);
    }

    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        return Stream.of(
                        annotations.edit(VERIFY, on -> wish(old -> old.withVerify(on))),
                        annotations.edit(AUTHORITIES, ca -> wish(old -> old.withAuthorities(ca))),
                        annotations.edit(
                                SERVER_NAME, name -> wish(old -> old.withServerName(name))),
                        annotations.edit(CERTIFICATE, its -> wish(old -> old.withCertificate(its))))
                .flatMap(Optional::stream)
                .reduce(Consumer::andThen);
    }

    private static Optional<Consumer<RouteDraft>> wish(UnaryOperator<BackendTlsWish> change) {
        return Optional.of(route -> route.backendTls(change));
    }

    private static Optional<Boolean> onOrOff(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "on" -> Optional.of(true);
            case "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<String> serverName(String text) {
        var stripped = text.strip();
        var address = IpAddress.parse(stripped);
        if (address.isPresent()) {
            return address.map(IpAddress::text);
        }
        return HostReader.read(stripped) instanceof Reading.Valid(HostPattern.Exact(var name))
                ? Optional.of(name)
                : Optional.empty();
    }
}
