package dev.sekisho.translate.service;

import dev.sekisho.cluster.Service;
import dev.sekisho.model.Reason;
import dev.sekisho.model.service.Frontend;
import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.Sources;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.service.ServiceSettings.ExternalIps;
import dev.sekisho.translate.service.ServiceSettings.Reach;
import dev.sekisho.translate.syntax.CidrBlock;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Reads where the ports of one Service are reached, in one family of addresses.
record FrontendReader(
        Service service,
        ServiceSettings settings,
        NodeView node,
        Family family,
        Diagnostics diagnostics) {

    private static final int LONGEST_AFFINITY = 86_400;

    Frontend read(Service.Port port, IpAddress clusterIp) {
        var traffic = service.traffic();
        var balanced = loadBalancerIps();
        return new Frontend(
                settings.reach() == Reach.ALL ? clusterIp.text() : "",
                nodePort(port),
                texts(balanced),
                externalIps(),
                traffic.externalPolicy(),
                sources(balanced),
                affinitySeconds());
    }

    private int nodePort(Service.Port port) {
        var number = port.nodePort();
        if (number >= 0 && number <= 65535) {
            return service.type() == Service.Type.CLUSTER_IP ? 0 : number;
        }
        diagnostics.warning(
                service.ref(),
                Reason.INVALID_OBJECT,
                "spec.ports has the nodePort " + number + " (expected: 1 to 65535)");
        return 0;
    }

    /// The kernel refuses times that are far too long, and with them the rules of all others.
    private int affinitySeconds() {
        var seconds = service.traffic().affinitySeconds();
        if (seconds <= LONGEST_AFFINITY) {
            return seconds;
        }
        diagnostics.warning(
                service.ref(),
                Reason.INVALID_OBJECT,
                "spec.sessionAffinityConfig.clientIP.timeoutSeconds is %d (expected: 1 to %d)"
                        .formatted(seconds, LONGEST_AFFINITY));
        return LONGEST_AFFINITY;
    }

    /// Whether we answer for the addresses of its load balancer.
    static boolean isBalancedByUs(Service service, ServiceSettings settings) {
        return service.type() == Service.Type.LOAD_BALANCER
                && (settings.reach() == Reach.ALL
                        || Balancers.CLASSED.include(service)
                        || settings.balancers().include(service));
    }

    static IpFamily model(Family family) {
        return switch (family) {
            case IPV4 -> IpFamily.IPV4;
            case IPV6 -> IpFamily.IPV6;
        };
    }

    private List<IpAddress> loadBalancerIps() {
        return isBalancedByUs(service, settings)
                ? addresses(service.traffic().virtualIps(), "status.loadBalancer.ingress")
                : List.of();
    }

    private List<String> externalIps() {
        var written = service.externalIps();
        if (written.isEmpty() || settings.reach() == Reach.EXPOSED) {
            return List.of();
        }
        if (settings.externalIps() == ExternalIps.IGNORED) {
            diagnostics.info(
                    service.ref(),
                    Reason.INVALID_ADDRESS,
                    "spec.externalIPs is ignored (expected: none, or an agent that serves them)");
            return List.of();
        }
        return texts(addresses(written, "spec.externalIPs"));
    }

    private List<IpAddress> addresses(List<String> written, String field) {
        var found = new ArrayList<IpAddress>();
        for (var text : written) {
            var address = IpAddress.parse(text).filter(FrontendReader::isPlace);
            if (address.isEmpty()) {
                diagnostics.warning(
                        service.ref(),
                        Reason.INVALID_ADDRESS,
                        field + " has " + Excerpt.of(text) + " (expected: an address of a host)");
            }
            address.filter(it -> it.family() == family).ifPresent(found::add);
        }
        return found.stream().distinct().toList();
    }

    private static boolean isPlace(IpAddress address) {
        return !address.isUnspecified() && !address.isMulticast() && !address.isLoopback();
    }

    private static List<String> texts(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::text).sorted().toList();
    }

    /// Ranges that none can be made of shut the addresses: who wrote some did not mean anybody.
    private Sources sources(List<IpAddress> balanced) {
        if (service.traffic().sourceRanges().isEmpty() || balanced.isEmpty()) {
            return new Sources.Anybody();
        }
        var allowed = new ArrayList<CidrBlock>();
        for (var text : service.traffic().sourceRanges()) {
            var block = CidrBlock.parse(text);
            block.filter(it -> it.family() == family).ifPresent(allowed::add);
            if (block.isEmpty()) {
                reportRange(text);
            }
        }
        if (allowed.isEmpty()) {
            reportShut();
        }
        // What the node itself sends to one of its own addresses comes from that address.
        if (node.addresses().stream().anyMatch(own -> isIn(allowed, own))) {
            balanced.forEach(address -> allowed.add(CidrBlock.of(address)));
        }
        return only(allowed);
    }

    private static Sources only(List<CidrBlock> allowed) {
        if (allowed.stream().anyMatch(block -> block.length() == 0)) {
            return new Sources.Anybody();
        }
        return new Sources.Only(
                allowed.stream()
                        .distinct()
                        .filter(block -> !isInAnother(allowed, block))
                        .map(CidrBlock::text)
                        .sorted()
                        .toList());
    }

    private static boolean isInAnother(Collection<CidrBlock> all, CidrBlock block) {
        return all.stream().anyMatch(other -> !other.equals(block) && other.contains(block));
    }

    private static boolean isIn(Collection<CidrBlock> all, String address) {
        return IpAddress.parse(address)
                .map(CidrBlock::of)
                .filter(own -> all.stream().anyMatch(block -> block.contains(own)))
                .isPresent();
    }

    private void reportRange(String text) {
        diagnostics.warning(
                service.ref(),
                Reason.INVALID_SOURCE_RANGE,
                "spec.loadBalancerSourceRanges has "
                        + Excerpt.of(text)
                        + " (expected: a block such as 10.0.0.0/8)");
    }

    private void reportShut() {
        diagnostics.warning(
                service.ref(),
                Reason.INVALID_SOURCE_RANGE,
                "spec.loadBalancerSourceRanges allows nobody of family "
                        + model(family)
                        + ", so its addresses of that family are shut");
    }
}
