package dev.sekisho.translate.address;

import dev.sekisho.cluster.Service;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What one Service asks for. `asked` are the addresses that it names, as written.
record Wish(Service service, List<Family> families, List<String> asked, String pool, String key) {

    private static final List<String> ADDRESSES =
            List.of(
                    "sekisho.dev/load-balancer-ips",
                    "metallb.io/loadBalancerIPs",
                    "metallb.universe.tf/loadBalancerIPs",
                    "kube-vip.io/loadbalancerIPs");
    private static final List<String> POOL =
            List.of(
                    "sekisho.dev/address-pool",
                    "metallb.io/address-pool",
                    "metallb.universe.tf/address-pool");
    private static final List<String> KEY =
            List.of(
                    "sekisho.dev/sharing-key",
                    "metallb.io/allow-shared-ip",
                    "metallb.universe.tf/allow-shared-ip");

    static Wish of(Service service) {
        var families = new LinkedHashSet<Family>();
        service.traffic().clusterIps().stream()
                .map(IpAddress::parse)
                .flatMap(Optional::stream)
                .forEach(ip -> families.add(ip.family()));
        return new Wish(
                service,
                List.copyOf(families),
                asked(service),
                annotation(service, POOL),
                annotation(service, KEY));
    }

    /// An annotation wins over the field, which has room for one family only.
    private static List<String> asked(Service service) {
        var annotated = annotation(service, ADDRESSES);
        var written = annotated.isEmpty() ? service.balancer().requestedIp() : annotated;
        return Arrays.stream(written.split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String annotation(Service service, List<String> names) {
        return names.stream()
                .map(name -> service.meta().annotations().getOrDefault(name, "").strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// The address that it names in a family.
    Optional<IpAddress> asked(Family family) {
        return asked.stream()
                .map(IpAddress::parse)
                .flatMap(Optional::stream)
                .filter(address -> address.family() == family)
                .findFirst();
    }

    /// The addresses that its status shows.
    List<String> shown() {
        return service.addresses().stream().map(PublishedAddress::text).toList();
    }

    Optional<IpAddress> shown(Family family) {
        return shown().stream()
                .map(IpAddress::parse)
                .flatMap(Optional::stream)
                .filter(address -> address.family() == family)
                .findFirst();
    }

    /// `80/TCP` and so on.
    Set<String> ports() {
        return service.ports().stream()
                .map(port -> port.port() + "/" + port.protocol())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Where in a pool to look first.
    int seed() {
        return service.ref().path().hashCode() * 0x9E3779B9;
    }
}
