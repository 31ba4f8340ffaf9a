package dev.sekisho.gateway.route;

import dev.sekisho.model.Backend;

/// Where the routes of a table, and of those made from it with other endpoints, find their slot.
final class SlotCell {

    private volatile BackendSlot slot;

    SlotCell(BackendSlot slot) {
        this.slot = slot;
    }

    BackendSlot slot() {
        return slot;
    }

    /// Gives the backend the ring that a route of it needs.
    void hash() {
        if (slot.ring() == null) {
            slot = new BackendSlot(slot.index(), slot.backend(), ring(slot.backend()));
        }
    }

    /// Takes over the backend's new endpoints.
    void replace(Backend newer) {
        slot = new BackendSlot(slot.index(), newer, slot.ring() == null ? null : ring(newer));
    }

    private static HashRing ring(Backend backend) {
        return HashRing.of(backend.endpoints());
    }
}
