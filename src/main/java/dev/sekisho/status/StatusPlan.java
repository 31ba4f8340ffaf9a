package dev.sekisho.status;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.address.AddressPlan;
import java.util.List;

/// Everything that is to be written to statuses as of one generation, in place of all earlier
/// plans; `published` are the Ingresses that show our addresses once it is done. `addresses` is for
/// Services and AddressPools.
public record StatusPlan(
        List<StatusUpdate> updates, List<ObjectRef> published, AddressPlan addresses) {

    public static final StatusPlan NOTHING = new StatusPlan(List.of(), List.of());

    public StatusPlan(List<StatusUpdate> updates, List<ObjectRef> published) {
        this(updates, published, AddressPlan.NONE);
    }

    public StatusPlan {
        updates = List.copyOf(updates);
        published = List.copyOf(published);
    }
}
