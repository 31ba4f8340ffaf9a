package dev.sekisho.translate.address;

import dev.sekisho.model.Reason;
import dev.sekisho.model.address.AddressCondition;
import dev.sekisho.model.address.AssignedAddresses;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What one Service gets, while it is being found out.
final class Grant {

    private record Problem(Reason reason, String message) {}

    private record Given(IpAddress address, String pool) {}

    private final Wish wish;
    private final Map<Family, Given> given = new EnumMap<>(Family.class);
    private final Set<Family> refused = EnumSet.noneOf(Family.class);
    private final List<Problem> problems = new ArrayList<>();

    Grant(Wish wish) {
        this.wish = wish;
    }

    Wish wish() {
        return wish;
    }

    void give(IpAddress address, Pool pool) {
        given.put(address.family(), new Given(address, pool.name()));
    }

    /// The Service asked for an address of this family and cannot have it; another one will not do.
    void refuse(Family family, Reason reason, String message) {
        refused.add(family);
        problem(reason, message);
    }

    void problem(Reason reason, String message) {
        problems.add(new Problem(reason, message));
    }

    /// Families in which nothing has been decided.
    List<Family> open() {
        return wish.families().stream()
                .filter(family -> !given.containsKey(family) && !refused.contains(family))
                .toList();
    }

    boolean hasAny() {
        return !given.isEmpty();
    }

    AssignedAddresses outcome(Diagnostics diagnostics) {
        var service = wish.service();
        problems.forEach(
                problem -> diagnostics.warning(service.ref(), problem.reason(), problem.message()));
        return new AssignedAddresses(
                service.ref(),
                wish.shown(),
                inOrder().stream().map(it -> it.address().text()).toList(),
                service.balancer().said(),
                condition());
    }

    private List<Given> inOrder() {
        return wish.families().stream().filter(given::containsKey).map(this::of).toList();
    }

    private Given of(Family family) {
        var found = given.get(family);
        if (found == null) {
            throw new IllegalStateException("nothing was given in " + family);
        }
        return found;
    }

    private AddressCondition condition() {
        if (!problems.isEmpty()) {
            return new AddressCondition(
                    false,
                    problems.getFirst().reason().text(),
                    problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
        }
        var text =
                inOrder().stream()
                        .map(it -> it.address().text() + " of AddressPool " + it.pool())
                        .collect(Collectors.joining(", "));
        return new AddressCondition(true, "Allocated", text);
    }
}
