package dev.sekisho.status;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import java.util.List;

/// The status of one Ingress shows `shown` and should show `wanted`, which is empty to clear it.
public record StatusUpdate(
        ObjectRef ingress, List<PublishedAddress> shown, List<PublishedAddress> wanted) {

    public StatusUpdate {
        shown = List.copyOf(shown);
        wanted = List.copyOf(wanted);
    }
}
