package dev.sekisho.gateway.route;

import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;

/// A backend and its number in a route table: 0, 1, 2, … without gaps.
///
/// Numbers stay the same while only endpoints change; a newly compiled table counts anew.
public final class BackendSlot {

    private final int index;
    private final Backend backend;

    BackendSlot(int index, Backend backend) {
        this.index = index;
        this.backend = backend;
    }

    public int index() {
        return index;
    }

    public BackendId id() {
        return backend.id();
    }

    public Backend backend() {
        return backend;
    }

    @Override
    public String toString() {
        return "BackendSlot[" + index + " " + id() + "]";
    }
}
