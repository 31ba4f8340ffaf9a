package dev.sekisho.translate.backend;

import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.model.Endpoint;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The endpoints of one port, apart by address family and by whether they are ready.
final class EndpointGroups {

    private final SortedSet<Endpoint> ready4 = new TreeSet<>();
    private final SortedSet<Endpoint> ready6 = new TreeSet<>();
    private final SortedSet<Endpoint> leaving4 = new TreeSet<>();
    private final SortedSet<Endpoint> leaving6 = new TreeSet<>();

    void add(SliceEndpoint endpoint, IpAddress address, int port) {
        var isV4 = address.family() == Family.IPV4;
        if (endpoint.ready()) {
            (isV4 ? ready4 : ready6).add(new Endpoint(address.text(), port));
        } else if (endpoint.serving() && endpoint.terminating()) {
            (isV4 ? leaving4 : leaving6).add(new Endpoint(address.text(), port));
        }
    }

    /// The first group that has any, from the best to the last resort.
    List<Endpoint> usable(Family primary) {
        var order =
                primary == Family.IPV4
                        ? Stream.of(ready4, ready6, leaving4, leaving6)
                        : Stream.of(ready6, ready4, leaving6, leaving4);
        return order.filter(group -> !group.isEmpty())
                .findFirst()
                .map(List::copyOf)
                .orElse(List.of());
    }
}
