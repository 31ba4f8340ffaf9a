package dev.sekisho.gateway.route;

/// Where the routes of a table, and of those made from it with other endpoints, find their slot.
final class SlotCell {

    private volatile BackendSlot slot;

    SlotCell(BackendSlot slot) {
        this.slot = slot;
    }

    BackendSlot slot() {
        return slot;
    }

    void replace(BackendSlot newer) {
        slot = newer;
    }
}
