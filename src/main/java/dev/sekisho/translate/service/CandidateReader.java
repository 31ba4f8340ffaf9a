package dev.sekisho.translate.service;

import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.cluster.EndpointSlice.SlicePort;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.Reason;
import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.Transport;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the endpoints of one port of a Service in one family of addresses.
record CandidateReader(
        Service service,
        Service.Port port,
        Transport transport,
        IpFamily family,
        Diagnostics diagnostics) {

    Collection<Candidate> read(List<EndpointSlice> slices) {
        var found = new TreeMap<Endpoint, Candidate>();
        for (var slice : slices) {
            if (slice.addressType().equals(addressType())) {
                slice.ports().stream()
                        .filter(this::matches)
                        .forEach(match -> readPort(slice, match, found));
            }
        }
        return found.values();
    }

    private String addressType() {
        return switch (family) {
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }

    private boolean matches(SlicePort candidate) {
        return candidate.name().equals(port.name())
                && candidate.protocol().equals(transport.name());
    }

    private void readPort(
            EndpointSlice slice, SlicePort match, SortedMap<Endpoint, Candidate> found) {
        if (match.port() < 1 || match.port() > 65535) {
            report(slice, "has port " + match.port() + " (expected: 1 to 65535)");
            return;
        }
        for (var item : slice.endpoints()) {
            address(item)
                    .ifPresentOrElse(
                            address -> add(found, candidate(item, address, match.port())),
                            () -> reportAddress(slice, item));
        }
    }

    private static void add(SortedMap<Endpoint, Candidate> found, Candidate candidate) {
        found.merge(candidate.endpoint(), candidate, Candidate::or);
    }

    private static Candidate candidate(SliceEndpoint item, IpAddress address, int port) {
        return new Candidate(
                new Endpoint(address.text(), port),
                item.ready(),
                item.serving(),
                item.terminating(),
                item.placement());
    }

    /// The addresses of one endpoint mean the same pod, and the first is the one to use.
    private Optional<IpAddress> address(SliceEndpoint item) {
        return item.addresses().stream()
                .findFirst()
                .flatMap(IpAddress::parse)
                .filter(it -> it.family() == familyOfAddresses() && isPlace(it));
    }

    private Family familyOfAddresses() {
        return switch (family) {
            case IPV4 -> Family.IPV4;
            case IPV6 -> Family.IPV6;
        };
    }

    /// The kernel would send nothing there, or to another place than meant.
    private static boolean isPlace(IpAddress address) {
        return !address.isUnspecified()
                && !address.isMulticast()
                && !address.isLinkLocal()
                && !address.isLoopback();
    }

    private void reportAddress(EndpointSlice slice, SliceEndpoint item) {
        var written = Excerpt.of(String.join(",", item.addresses()));
        var expected = " (expected: an " + addressType() + " address of a pod or host)";
        report(slice, "has the unusable endpoint " + written + expected);
    }

    private void report(EndpointSlice slice, String problem) {
        var name = "EndpointSlice " + Excerpt.of(slice.meta().name()) + " ";
        diagnostics.warning(service.ref(), Reason.INVALID_ENDPOINT, name + problem);
    }
}
