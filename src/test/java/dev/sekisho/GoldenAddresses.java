package dev.sekisho;

import dev.sekisho.model.address.AddressCondition;
import dev.sekisho.model.address.AddressPlan;
import dev.sekisho.model.address.Announcement;
import dev.sekisho.model.address.Announcement.Holders;
import dev.sekisho.model.address.PoolUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes who has which address as people read it.
final class GoldenAddresses {

    private GoldenAddresses() {}

    static Map<String, Object> services(AddressPlan plan) {
        var out = new LinkedHashMap<String, Object>();
        for (var service : plan.services()) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("wanted", service.wanted());
            if (!service.shown().isEmpty() || service.isShown()) {
                fields.put("shown", service.isShown() ? "as wanted" : service.shown());
            }
            if (!service.condition().equals(AddressCondition.NONE)) {
                fields.put("condition", condition(service.condition()));
            }
            out.put(service.service().path(), fields);
        }
        return out;
    }

    private static String condition(AddressCondition it) {
        return (it.isAllocated() ? "yes, " : "no, ") + it.reason() + ": " + it.message();
    }

    static Map<String, Object> pools(AddressPlan plan) {
        var out = new LinkedHashMap<String, Object>();
        plan.pools()
                .forEach(pool ->
                        out.put(
                                pool.pool().name(),
                                usage(pool.wanted()) + (pool.isShown() ? ", as shown" : "")));
        return out;
    }

    private static String usage(PoolUsage usage) {
        var conflicts = usage.conflicts().isEmpty() ? "" : ", conflicts " + usage.conflicts();
        return usage.used() + " of " + usage.total() + conflicts;
    }

    static List<String> announcements(List<Announcement> announcements) {
        return announcements.stream().map(GoldenAddresses::announcement).toList();
    }

    private static String announcement(Announcement it) {
        var holders =
                switch (it.holders()) {
                    case Holders.Anybody() -> "any node";
                    case Holders.Only(var nodes) -> nodes.toString();
                };
        var where = it.interfaces().isEmpty() ? "" : " on " + it.interfaces();
        var here = it.mayHold() ? "" : ", not this one";
        return it.address() + " of " + it.pool() + where + " by " + holders + here;
    }
}
