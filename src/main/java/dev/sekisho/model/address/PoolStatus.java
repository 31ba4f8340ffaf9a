package dev.sekisho.model.address;

import dev.sekisho.model.ObjectRef;

/// What the status of one AddressPool shows, and what it should show.
public record PoolStatus(ObjectRef pool, PoolUsage shown, PoolUsage wanted) {

    public boolean isShown() {
        return shown.equals(wanted);
    }
}
