package dev.sekisho.mapping;

import dev.sekisho.model.PublishedAddress;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerStatus;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Maps the addresses of `status.loadBalancer`, in their order; an entry may give both forms.
final class Addresses {

    private Addresses() {}

    static List<PublishedAddress> ofIngress(@Nullable IngressLoadBalancerStatus status) {
        if (status == null) {
            return List.of();
        }
        var entries =
                Lists.map(
                        status.getIngress(),
                        it -> it == null ? none() : addresses(it.getIp(), it.getHostname()));
        return entries.stream().flatMap(List::stream).toList();
    }

    static List<PublishedAddress> ofService(@Nullable LoadBalancerStatus status) {
        if (status == null) {
            return List.of();
        }
        var entries =
                Lists.map(
                        status.getIngress(),
                        it -> it == null ? none() : addresses(it.getIp(), it.getHostname()));
        return entries.stream().flatMap(List::stream).toList();
    }

    private static List<PublishedAddress> none() {
        return List.of();
    }

    private static List<PublishedAddress> addresses(@Nullable String ip, @Nullable String name) {
        return Stream.<PublishedAddress>concat(
                        present(ip).map(PublishedAddress.Ip::new),
                        present(name).map(PublishedAddress.Hostname::new))
                .toList();
    }

    private static Stream<String> present(@Nullable String text) {
        return text == null || text.isEmpty() ? Stream.empty() : Stream.of(text);
    }
}
