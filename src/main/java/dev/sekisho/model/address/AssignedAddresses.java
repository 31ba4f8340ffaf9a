package dev.sekisho.model.address;

import dev.sekisho.model.ObjectRef;
import java.util.List;

/// What the status of one Service shows, and what it should show.
public record AssignedAddresses(
        ObjectRef service,
        List<String> shown,
        List<String> wanted,
        AddressCondition said,
        AddressCondition condition) {

    public AssignedAddresses {
        shown = List.copyOf(shown);
        wanted = List.copyOf(wanted);
    }

    public boolean isShown() {
        return shown.equals(wanted) && said.equals(condition);
    }
}
