package dev.sekisho.translate;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.tls.UnknownSni;
import dev.sekisho.translate.service.Balancers;
import dev.sekisho.translate.service.ServiceSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the operator of the gateway decided about translation, once, at start.
///
/// `ingressClasses` limits which classes of our controller are served; empty means all of them.
/// `publishAddresses`, where not empty, is published as it is; else the addresses of
/// `publishService`; else those of the node named `publishNode`. `services` is there in the agent
/// of a node. `balancers` are the Services that get addresses of AddressPools.
public record TranslationSettings(
        String controllerName,
        Set<String> ingressClasses,
        boolean watchWithoutClass,
        Optional<BackendRef> defaultBackend,
        Optional<ObjectRef> defaultCertificate,
        UnknownSni unknownSni,
        ExternalNames externalNames,
        List<PublishedAddress> publishAddresses,
        Optional<ObjectRef> publishService,
        String publishNode,
        ForwardPolicy forwarding,
        Optional<ServiceSettings> services,
        Balancers balancers) {

    public static final String CONTROLLER = "sekisho.dev/ingress-controller";

    /// A Service port by number, outside of any Ingress.
    public record BackendRef(ObjectRef service, int port) {}

    /// Which addresses an ExternalName Service may lead to.
    public enum ExternalNames {
        /// Anything but loopback, link-local and metadata addresses.
        PUBLIC_AND_PRIVATE,
        /// Everything.
        ANYWHERE
    }

    public static final TranslationSettings DEFAULT =
            new TranslationSettings(
                    CONTROLLER,
                    Set.of(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    UnknownSni.SERVE_DEFAULT,
                    ExternalNames.PUBLIC_AND_PRIVATE,
                    List.of(),
                    Optional.empty(),
                    "",
                    ForwardPolicy.DEFAULT,
                    Optional.empty(),
                    Balancers.NONE);

    /// The same, for the agent of a node.
    public TranslationSettings with(ServiceSettings agent) {
        return new TranslationSettings(
                controllerName,
                ingressClasses,
                watchWithoutClass,
                defaultBackend,
                defaultCertificate,
                unknownSni,
                externalNames,
                publishAddresses,
                publishService,
                publishNode,
                forwarding,
                Optional.of(agent),
                agent.balancers());
    }
}
