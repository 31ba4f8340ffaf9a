package dev.sekisho.translate.address;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.address.AddressCondition;
import dev.sekisho.model.address.AddressPlan;
import dev.sekisho.model.address.AssignedAddresses;
import dev.sekisho.model.address.PoolStatus;
import dev.sekisho.model.address.PoolUsage;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.service.Balancers;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Gives addresses away: first everybody keeps what the status shows, then those get theirs who ask
/// for one by name, then all others. Each time the older Service comes first.
public final class AddressTranslator {

    private final Balancers balancers;
    private final ClusterState state;
    private final Diagnostics diagnostics;
    private final Pools pools;
    private final Ledger ledger = new Ledger();

    private AddressTranslator(Balancers balancers, ClusterState state, Diagnostics diagnostics) {
        this.balancers = balancers;
        this.state = state;
        this.diagnostics = diagnostics;
        this.pools = Pools.read(state, diagnostics);
    }

    public static AddressPlan translate(
            Balancers balancers, ClusterState state, Diagnostics diagnostics) {
        return balancers == Balancers.NONE
                ? AddressPlan.NONE
                : new AddressTranslator(balancers, state, diagnostics).plan();
    }

    private AddressPlan plan() {
        var grants =
                state.services().values().stream()
                        .filter(balancers::include)
                        .sorted(
                                Comparator.comparing((Service it) -> it.meta().created())
                                        .thenComparing(Service::ref))
                        .map(service -> new Grant(Wish.of(service)))
                        .toList();
        if (pools.isEmpty()) {
            return new AddressPlan(grants.stream().map(this::untouched).toList(), List.of());
        }
        grants.forEach(this::check);
        grants.forEach(this::keep);
        grants.forEach(this::giveAsked);
        grants.forEach(this::giveAny);
        var outcomes = new TreeMap<ObjectRef, AssignedAddresses>();
        grants.forEach(it -> outcomes.put(it.wish().service().ref(), it.outcome(diagnostics)));
        released().forEach(it -> outcomes.put(it.service(), it));
        return new AddressPlan(
                List.copyOf(outcomes.values()),
                pools.bySeniority().stream().map(this::status).toList());
    }

    /// Pools may be missing because nobody has read them yet: what is shown stays.
    private AssignedAddresses untouched(Grant grant) {
        var wish = grant.wish();
        var service = wish.service();
        var message = "no AddressPool exists (expected: one that selects this Service)";
        if (!wish.shown().isEmpty()) {
            var said = service.balancer().said();
            return new AssignedAddresses(service.ref(), wish.shown(), wish.shown(), said, said);
        }
        grant.problem(Reason.ADDRESS_UNAVAILABLE, message);
        return grant.outcome(diagnostics);
    }

    /// What it asks for must be addresses of its families, one of each.
    private void check(Grant grant) {
        var wish = grant.wish();
        var seen = new ArrayList<Family>();
        for (var text : wish.asked()) {
            var address = IpAddress.parse(text);
            if (address.isEmpty()) {
                var expected = " is asked for (expected: an address, or one of each family)";
                wish.families()
                        .forEach(family ->
                                grant.refuse(
                                        family,
                                        Reason.INVALID_ADDRESS,
                                        Excerpt.of(text) + expected));
                return;
            }
            var family = address.get().family();
            if (!wish.families().contains(family)) {
                grant.problem(
                        Reason.INVALID_ADDRESS,
                        address.get().text() + " is asked for, but the Service has no " + family);
            } else if (seen.contains(family)) {
                grant.problem(
                        Reason.INVALID_ADDRESS,
                        address.get().text() + " is asked for beside another " + family);
            }
            seen.add(family);
        }
    }

    private void keep(Grant grant) {
        var wish = grant.wish();
        for (var family : grant.open()) {
            var shown =
                    wish.shown(family)
                            .filter(address -> wish.asked(family).orElse(address).equals(address))
                            .filter(address -> ledger.obstacle(address, wish).isEmpty());
            shown.ifPresent(address ->
                    pools.owner(address)
                            .filter(pool -> mayUse(wish, pool))
                            .ifPresent(pool -> give(grant, address, pool)));
        }
    }

    private void giveAsked(Grant grant) {
        for (var family : grant.open()) {
            grant.wish().asked(family).ifPresent(address -> giveAsked(grant, address));
        }
    }

    private void giveAsked(Grant grant, IpAddress address) {
        var wish = grant.wish();
        var pool = pools.owner(address);
        var obstacle = ledger.obstacle(address, wish);
        if (pool.isEmpty()) {
            var message = address.text() + " is asked for and is in no AddressPool";
            grant.refuse(address.family(), Reason.ADDRESS_UNAVAILABLE, message);
        } else if (!mayUse(wish, pool.get())) {
            var message =
                    "%s is asked for and belongs to %s, which does not select this Service"
                            .formatted(address.text(), pool.get().ref());
            grant.refuse(address.family(), Reason.ADDRESS_UNAVAILABLE, message);
        } else if (obstacle.isPresent()) {
            grant.refuse(address.family(), Reason.ADDRESS_CONFLICT, obstacle.get());
        } else {
            give(grant, address, pool.get());
        }
    }

    private void giveAny(Grant grant) {
        for (var family : grant.open()) {
            var candidates =
                    pools.byPriority().stream()
                            .filter(pool -> pool.has(family) && mayUse(grant.wish(), pool))
                            .filter(pool ->
                                    pool.object().giving().automatic()
                                            || !grant.wish().pool().isEmpty())
                            .toList();
            if (!giveAny(grant, family, candidates)) {
                miss(grant, family, candidates);
            }
        }
        if (grant.wish().families().isEmpty()) {
            grant.problem(
                    Reason.ADDRESS_UNAVAILABLE,
                    "spec.clusterIPs is empty (expected: a Service with a cluster IP)");
        }
    }

    private boolean giveAny(Grant grant, Family family, List<Pool> candidates) {
        var wish = grant.wish();
        for (var pool : candidates) {
            var shared =
                    ledger.shared(wish, it -> it.family() == family && pool.contains(it))
                            .findFirst();
            var address = shared.or(() -> pool.free(family, wish.seed(), ledger::isFree));
            if (address.isPresent()) {
                give(grant, address.get(), pool);
                return true;
            }
        }
        return false;
    }

    /// One family is enough where the Service says so, and nothing is wrong if no pool has both.
    private void miss(Grant grant, Family family, List<Pool> candidates) {
        if (!candidates.isEmpty()) {
            var names = candidates.stream().map(Pool::name).toList();
            grant.problem(
                    Reason.ADDRESS_POOL_EXHAUSTED,
                    "no %s address is free in AddressPool %s"
                            .formatted(family, String.join(", ", names)));
        } else if (!isOptional(grant, family)) {
            grant.problem(
                    Reason.ADDRESS_UNAVAILABLE,
                    "no AddressPool has %s addresses for this Service (expected: one that selects"
                                    .formatted(family)
                            + " it, with autoAssign or asked for by name)");
        }
    }

    private static boolean isOptional(Grant grant, Family family) {
        var isOther = grant.wish().families().size() > 1;
        return isOther
                && !grant.wish().service().balancer().needsAllFamilies()
                && (grant.hasAny() || !family.equals(grant.wish().families().getLast()));
    }

    private boolean mayUse(Wish wish, Pool pool) {
        return (wish.pool().isEmpty() || wish.pool().equals(pool.name()))
                && pool.selects(wish.service(), state);
    }

    private void give(Grant grant, IpAddress address, Pool pool) {
        ledger.take(address, grant.wish());
        grant.give(address, pool);
    }

    /// Services that are no load balancers any more and show addresses of ours.
    private List<AssignedAddresses> released() {
        return state.services().values().stream()
                .filter(it -> it.type() != Service.Type.LOAD_BALANCER && !it.addresses().isEmpty())
                .map(Wish::of)
                .filter(wish -> wish.shown().stream().allMatch(this::isOurs))
                .map(wish ->
                        new AssignedAddresses(
                                wish.service().ref(),
                                wish.shown(),
                                List.of(),
                                AddressCondition.NONE,
                                AddressCondition.NONE))
                .toList();
    }

    private boolean isOurs(String text) {
        return IpAddress.parse(text).flatMap(pools::owner).isPresent();
    }

    private PoolStatus status(Pool pool) {
        var used = ledger.addresses().filter(pool::contains).count();
        return new PoolStatus(
                pool.ref(),
                pool.object().shown(),
                new PoolUsage(pool.total(), used, pools.conflicts(pool.ref())));
    }
}
