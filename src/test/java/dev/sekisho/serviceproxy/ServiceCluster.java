package dev.sekisho.serviceproxy;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.Node;
import dev.sekisho.cluster.Service;
import dev.sekisho.translate.service.ServiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A cluster, and what the operator of the agent on one of its nodes decided.
record ServiceCluster(List<ClusterObject> objects, ServiceSettings settings, RuleSettings rules) {

    ServiceCluster {
        objects = List.copyOf(objects);
    }

    ClusterState state() {
        var store = new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> {});
        objects.forEach(store::put);
        return store.state();
    }

    List<Service> services() {
        return all(Service.class);
    }

    List<EndpointSlice> slices() {
        return all(EndpointSlice.class);
    }

    /// The addresses of the node that the agent is on.
    List<String> host() {
        return all(Node.class).stream()
                .filter(node -> node.meta().name().equals(settings.nodeName()))
                .flatMap(node -> Stream.of(node.internalIps(), node.externalIps()))
                .flatMap(List::stream)
                .toList();
    }

    /// The least of it that still has something.
    ServiceCluster shrink(Predicate<ServiceCluster> has) {
        var least = this;
        for (var smaller = least.next(has); !smaller.equals(least); smaller = least.next(has)) {
            least = smaller;
        }
        return least;
    }

    private ServiceCluster next(Predicate<ServiceCluster> has) {
        return smaller().filter(has).findFirst().orElse(this);
    }

    private Stream<ServiceCluster> smaller() {
        var fewer = objects.stream().map(this::without);
        var emptier = slices().stream().flatMap(this::withFewerEndpoints);
        var narrower = services().stream().flatMap(this::withFewerPorts);
        return Stream.of(fewer, emptier, narrower).flatMap(it -> it);
    }

    private Stream<ServiceCluster> withFewerEndpoints(EndpointSlice slice) {
        return slice.endpoints().stream()
                .map(gone -> {
                    var left = new ArrayList<>(slice.endpoints());
                    left.remove(gone);
                    return with(
                            slice,
                            new EndpointSlice(
                                    slice.meta(),
                                    slice.service(),
                                    slice.addressType(),
                                    slice.ports(),
                                    left));
                });
    }

    private Stream<ServiceCluster> withFewerPorts(Service service) {
        return service.ports().stream()
                .map(gone -> {
                    var left = new ArrayList<>(service.ports());
                    left.remove(gone);
                    return with(
                            service,
                            new Service(
                                    service.meta(),
                                    service.type(),
                                    service.clusterIp(),
                                    service.externalName(),
                                    left,
                                    service.addresses(),
                                    service.externalIps(),
                                    service.traffic()));
                });
    }

    private ServiceCluster without(ClusterObject gone) {
        return new ServiceCluster(
                objects.stream().filter(it -> !it.equals(gone)).toList(), settings, rules);
    }

    private ServiceCluster with(ClusterObject before, ClusterObject now) {
        return new ServiceCluster(
                objects.stream().map(it -> it.equals(before) ? now : it).toList(), settings, rules);
    }

    private <T extends ClusterObject> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public String toString() {
        return Stream.concat(Stream.of(settings, rules), objects.stream())
                .map(Object::toString)
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
