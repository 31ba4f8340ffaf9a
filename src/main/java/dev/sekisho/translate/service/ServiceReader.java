package dev.sekisho.translate.service;

import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.Reason;
import dev.sekisho.model.service.Frontend;
import dev.sekisho.model.service.HealthCheck;
import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.ServicePortId;
import dev.sekisho.model.service.Target;
import dev.sekisho.model.service.TrafficPolicy;
import dev.sekisho.model.service.Transport;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads one Service and its EndpointSlices as one node has to serve them.
final class ServiceReader {

    private final ServiceSettings settings;
    private final NodeView node;
    private final Service service;
    private final List<EndpointSlice> slices;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Set<ServicePortId> seen = new HashSet<>();

    ServiceReader(
            ServiceSettings settings, NodeView node, Service service, List<EndpointSlice> slices) {
        this.settings = settings;
        this.node = node;
        this.service = service;
        this.slices = slices;
    }

    ServiceReading read() {
        var ports = new ArrayList<ServicePort>();
        var checks = new ArrayList<HealthCheck>();
        if (isServed()) {
            var clusterIps = clusterIps();
            for (var clusterIp : clusterIps) {
                service.ports().forEach(port -> read(port, clusterIp).ifPresent(ports::add));
            }
            if (service.ports().isEmpty()) {
                report("spec.ports is empty, so nothing is served (expected: a port)");
            }
            if (!clusterIps.isEmpty() && hasHealthCheck() && isPort(healthCheckNodePort())) {
                checks.add(healthCheck(clusterIps.getFirst()));
            }
        }
        return new ServiceReading(ports, checks, diagnostics.toList());
    }

    private boolean isServed() {
        return service.type() != Service.Type.EXTERNAL_NAME
                && !service.traffic().isLeftToOthers()
                && !service.isHeadless();
    }

    /// One for each family; what is no address was written by hand.
    private List<IpAddress> clusterIps() {
        var found = new ArrayList<IpAddress>();
        for (var text : service.traffic().clusterIps()) {
            var address = IpAddress.parse(text);
            address.ifPresent(found::add);
            if (address.isEmpty()) {
                report("spec.clusterIPs has " + Excerpt.of(text) + " (expected: an address)");
            }
        }
        return found;
    }

    private Optional<ServicePort> read(Service.Port port, IpAddress clusterIp) {
        var transport = transport(port);
        if (transport.isEmpty() || port.port() < 1 || port.port() > 65535) {
            report(
                    "spec.ports has %d/%s (expected: 1 to 65535, and TCP, UDP or SCTP)"
                            .formatted(port.port(), Excerpt.of(port.protocol())));
            return Optional.empty();
        }
        var id = id(port, clusterIp, transport.get());
        if (!seen.add(id)) {
            report(
                    "%d/%s is there twice for %s (expected: once)"
                            .formatted(port.port(), transport.get(), id.family()));
            return Optional.empty();
        }
        var frontend =
                new FrontendReader(service, settings, node, clusterIp.family(), diagnostics)
                        .read(port, clusterIp);
        if (frontend.clusterIp().isEmpty() && !frontend.isExternal()) {
            return Optional.empty();
        }
        return Optional.of(port(id, frontend, candidates(port, id)));
    }

    private ServicePortId id(Service.Port port, IpAddress clusterIp, Transport transport) {
        return new ServicePortId(
                service.meta().namespace(),
                service.meta().name(),
                FrontendReader.model(clusterIp.family()),
                transport,
                port.port());
    }

    private static Optional<Transport> transport(Service.Port port) {
        return switch (port.protocol()) {
            case "TCP" -> Optional.of(Transport.TCP);
            case "UDP" -> Optional.of(Transport.UDP);
            case "SCTP" -> Optional.of(Transport.SCTP);
            default -> Optional.empty();
        };
    }

    private Candidates candidates(Service.Port port, ServicePortId id) {
        var reader = new CandidateReader(service, port, id.transport(), id.family(), diagnostics);
        return new Candidates(reader.read(slices), node.name(), node.zone());
    }

    private ServicePort port(ServicePortId id, Frontend frontend, Candidates candidates) {
        var cluster = candidates.cluster();
        var local = candidates.local();
        return new ServicePort(
                id,
                frontend,
                by(service.traffic().internalPolicy(), cluster, local),
                cluster,
                by(frontend.externalPolicy(), cluster, local),
                id.transport() == Transport.UDP ? candidates.serving() : List.<Endpoint>of(),
                keepsSources(frontend) ? candidates.hairpinsAnywhere() : candidates.hairpins());
    }

    /// Whether pods of other nodes reach endpoints by this node with their own address.
    private static boolean keepsSources(Frontend frontend) {
        return frontend.isExternal() && frontend.externalPolicy() == TrafficPolicy.LOCAL;
    }

    private static Target by(TrafficPolicy policy, Target cluster, Target local) {
        return switch (policy) {
            case CLUSTER -> cluster;
            case LOCAL -> local;
        };
    }

    private boolean hasHealthCheck() {
        return FrontendReader.isBalancedByUs(service, settings)
                && service.traffic().externalPolicy() == TrafficPolicy.LOCAL
                && healthCheckNodePort() != 0;
    }

    private int healthCheckNodePort() {
        return service.traffic().healthCheckNodePort();
    }

    private boolean isPort(int number) {
        var isPort = number >= 1 && number <= 65535;
        if (!isPort) {
            report("spec.healthCheckNodePort is %d (expected: 1 to 65535)".formatted(number));
        }
        return isPort;
    }

    /// The count is that of the port with the most of them: a pod may leave one unnamed.
    private HealthCheck healthCheck(IpAddress clusterIp) {
        var most = 0;
        for (var port : service.ports()) {
            var transport = transport(port);
            if (transport.isPresent()) {
                var family = FrontendReader.model(clusterIp.family());
                var reader =
                        new CandidateReader(
                                service, port, transport.get(), family, new Diagnostics());
                var candidates = new Candidates(reader.read(slices), node.name(), node.zone());
                most = Math.max(most, candidates.readyHere());
            }
        }
        return new HealthCheck(
                service.meta().namespace(), service.meta().name(), healthCheckNodePort(), most);
    }

    private void report(String problem) {
        diagnostics.warning(service.ref(), Reason.INVALID_OBJECT, problem);
    }
}
