package dev.sekisho.translate.address;

import dev.sekisho.translate.syntax.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Who has which address. Several Services may have one if they have the same key, the same
/// external traffic policy and no port in common.
final class Ledger {

    private final Map<IpAddress, List<Wish>> tenants = new HashMap<>();

    void take(IpAddress address, Wish wish) {
        tenants.computeIfAbsent(address, _ -> new ArrayList<>()).add(wish);
    }

    boolean isFree(IpAddress address) {
        return !tenants.containsKey(address);
    }

    /// Why a Service cannot have an address; empty if it can.
    Optional<String> obstacle(IpAddress address, Wish wish) {
        return tenants.getOrDefault(address, List.of()).stream()
                .map(tenant -> obstacle(tenant, wish))
                .filter(Objects::nonNull)
                .flatMap(Optional::stream)
                .findFirst()
                .map(why -> address.text() + " belongs to " + why);
    }

    private static Optional<String> obstacle(Wish tenant, Wish wish) {
        var owner = tenant.service().ref().toString();
        if (wish.key().isEmpty() || !wish.key().equals(tenant.key())) {
            return Optional.of(owner + ", which has no sharing key in common with this one");
        }
        if (tenant.service().traffic().externalPolicy()
                != wish.service().traffic().externalPolicy()) {
            return Optional.of(owner + ", which has another externalTrafficPolicy");
        }
        var both = new HashSet<>(tenant.ports());
        both.retainAll(wish.ports());
        return both.stream().sorted().findFirst().map(port -> owner + ", which has port " + port);
    }

    /// The addresses of Services with the same key that this one can have, too.
    Stream<IpAddress> shared(Wish wish, Predicate<IpAddress> isWanted) {
        return tenants.entrySet().stream()
                .filter(entry -> !wish.key().isEmpty())
                .filter(entry ->
                        entry.getValue().stream().anyMatch(it -> it.key().equals(wish.key())))
                .map(Map.Entry::getKey)
                .filter(isWanted)
                .filter(address -> obstacle(address, wish).isEmpty())
                .sorted(Comparator.comparing(IpAddress::value));
    }

    Stream<IpAddress> addresses() {
        return tenants.keySet().stream();
    }
}
