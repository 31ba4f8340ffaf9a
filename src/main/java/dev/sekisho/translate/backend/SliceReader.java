package dev.sekisho.translate.backend;

import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.cluster.EndpointSlice.SlicePort;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.List;
import java.util.Optional;

/// Reads the EndpointSlices of one Service for one of its ports.
///
/// What it diagnoses names the Service, so that a change of endpoints can replace exactly that.
final class SliceReader {

    private final Service service;
    private final Service.Port port;
    private final Diagnostics diagnostics;
    private final EndpointGroups groups = new EndpointGroups();

    SliceReader(Service service, Service.Port port, Diagnostics diagnostics) {
        this.service = service;
        this.port = port;
        this.diagnostics = diagnostics;
    }

    List<Endpoint> read(List<EndpointSlice> slices) {
        slices.forEach(this::read);
        return groups.usable(primaryFamily());
    }

    private Family primaryFamily() {
        return IpAddress.parse(service.clusterIp()).map(IpAddress::family).orElse(Family.IPV4);
    }

    private void read(EndpointSlice slice) {
        var family =
                switch (slice.addressType()) {
                    case "IPv4" -> Optional.of(Family.IPV4);
                    case "IPv6" -> Optional.of(Family.IPV6);
                    default -> Optional.<Family>empty();
                };
        if (family.isEmpty()) {
            var type = Excerpt.of(slice.addressType());
            report(slice, "has addressType " + type + " and is left out (expected: IPv4 or IPv6)");
            return;
        }
        slice.ports().stream()
                .filter(candidate -> candidate.name().equals(port.name()) && isTcp(candidate))
                .forEach(match -> readPort(slice, family.get(), match));
    }

    private static boolean isTcp(SlicePort candidate) {
        return candidate.protocol().isEmpty() || candidate.protocol().equals("TCP");
    }

    private void readPort(EndpointSlice slice, Family family, SlicePort match) {
        var number = match.port() == 0 ? targetNumber() : match.port();
        if (number < 1 || number > 65535) {
            report(slice, "has port " + number + " (expected: 1 to 65535)");
            return;
        }
        var unusable = 0;
        var first = "";
        for (var endpoint : slice.endpoints()) {
            var address = addressOf(endpoint, family);
            if (address.isPresent()) {
                groups.add(endpoint, address.get(), number);
            } else if (unusable++ == 0) {
                first = Excerpt.of(String.join(",", endpoint.addresses()));
            }
        }
        if (unusable > 0) {
            var expected = " (expected: an " + slice.addressType() + " address of a pod or host)";
            report(slice, "has " + unusable + " unusable endpoints, first " + first + expected);
        }
    }

    /// A slice that names no port leaves it to the Service's own number.
    private int targetNumber() {
        try {
            return Integer.parseInt(port.target());
        } catch (NumberFormatException _) {
            return port.port();
        }
    }

    /// The addresses of one endpoint mean the same pod, so one of them is enough.
    private static Optional<IpAddress> addressOf(SliceEndpoint endpoint, Family family) {
        return endpoint.addresses().stream()
                .map(IpAddress::parse)
                .flatMap(Optional::stream)
                .filter(address -> address.family() == family && isPlace(address))
                .findFirst();
    }

    /// Loopback is fine: manifests name it, and an API server lets nobody write it.
    private static boolean isPlace(IpAddress address) {
        return !address.isUnspecified() && !address.isMulticast() && !address.isLinkLocal();
    }

    private void report(EndpointSlice slice, String problem) {
        var name = "EndpointSlice " + Excerpt.of(slice.meta().name()) + " ";
        diagnostics.warning(service.ref(), Reason.INVALID_ENDPOINT, name + problem);
    }
}
