package dev.sekisho.translate;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Publication;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.PublishedIngress;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.ingress.IngressClasses;
import dev.sekisho.translate.syntax.IpAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/// Says what the status of Ingresses should show: where clients reach the gateway.
record PublicationTranslator(
        TranslationSettings settings, ClusterState state, Diagnostics diagnostics) {

    /// Both lists come sorted by object and leave so. What was left to a sister is released only as
    /// long as it shows our addresses: hers look as if we had written them.
    Publication translate(
            Collection<Ingress> served, Collection<Ingress> released, IngressClasses classes) {
        var addresses = addresses();
        var ours = new HashSet<>(addresses);
        var gone =
                released.stream()
                        .filter(it ->
                                !classes.leavesToSister(it)
                                        || new HashSet<>(it.status()).equals(ours))
                        .toList();
        return new Publication(addresses, published(served), published(gone));
    }

    private static List<PublishedIngress> published(Collection<Ingress> ingresses) {
        return ingresses.stream()
                .map(ingress -> new PublishedIngress(ingress.ref(), ingress.status()))
                .toList();
    }

    private List<PublishedAddress> addresses() {
        if (!settings.publishAddresses().isEmpty()) {
            return settings.publishAddresses();
        }
        return settings.publishService().map(this::ofService).orElseGet(this::ofNode);
    }

    private List<PublishedAddress> ofService(ObjectRef ref) {
        var service = state.services().get(ref);
        if (service == null) {
            diagnostics.warning(
                    ref,
                    Reason.BACKEND_NOT_FOUND,
                    "does not exist, so no address can be published (expected: the Service of the"
                            + " gateway)");
            return List.of();
        }
        return ofService(service).stream().distinct().toList();
    }

    /// A load balancer's own answer first, then what the Service's author promised.
    private static List<PublishedAddress> ofService(Service service) {
        if (service.type() == Service.Type.EXTERNAL_NAME) {
            return List.of(new PublishedAddress.Hostname(service.externalName()));
        }
        if (!service.addresses().isEmpty()) {
            return service.addresses();
        }
        if (!service.externalIps().isEmpty()) {
            return ips(service.externalIps());
        }
        return switch (service.type()) {
            case CLUSTER_IP, NODE_PORT -> ips(List.of(service.clusterIp()));
            case LOAD_BALANCER, EXTERNAL_NAME -> List.of();
        };
    }

    private List<PublishedAddress> ofNode() {
        if (settings.publishNode().isEmpty()) {
            return List.of();
        }
        var ref = new ObjectRef("Node", "", settings.publishNode());
        var node = state.nodes().get(ref);
        if (node == null) {
            diagnostics.warning(
                    ref,
                    Reason.NODE_NOT_FOUND,
                    "does not exist or may not be read, so no address can be published (expected:"
                            + " the node of the gateway)");
            return List.of();
        }
        var external = ips(node.externalIps());
        return external.isEmpty() ? ips(node.internalIps()) : external;
    }

    /// Only addresses: a headless Service has the word `None` for one.
    private static List<PublishedAddress> ips(List<String> texts) {
        return texts.stream()
                .filter(text -> IpAddress.parse(text).isPresent())
                .<PublishedAddress>map(PublishedAddress.Ip::new)
                .distinct()
                .toList();
    }
}
