package dev.sekisho.status;

import dev.sekisho.model.ObjectRef;
import java.util.List;

/// Everything that is to be written to statuses as of one generation, in place of all earlier
/// plans; `published` are the Ingresses that show our addresses once it is done.
public record StatusPlan(List<StatusUpdate> updates, List<ObjectRef> published) {

    public static final StatusPlan NOTHING = new StatusPlan(List.of(), List.of());

    public StatusPlan {
        updates = List.copyOf(updates);
        published = List.copyOf(published);
    }
}
