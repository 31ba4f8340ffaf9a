package dev.sekisho.gateway.route;

import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.HttpVersion;
import org.jspecify.annotations.Nullable;

/// A backend and its number in a route table: 0, 1, 2, … without gaps.
///
/// Numbers stay the same while only endpoints change; a newly compiled table counts anew.
public final class BackendSlot {

    private final int index;
    private final Backend backend;
    private final @Nullable HashRing ring;
    private final boolean http2;

    BackendSlot(int index, Backend backend, @Nullable HashRing ring) {
        this.index = index;
        this.backend = backend;
        this.ring = ring;
        this.http2 = backend.protocol().version() == HttpVersion.HTTP_2;
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

    /// Whether the pods are spoken to in HTTP/2.
    public boolean speaksHttp2() {
        return http2;
    }

    /// The ring over the endpoints, in their order; null if no route of the table hashes.
    public @Nullable HashRing ring() {
        return ring;
    }

    @Override
    public String toString() {
        return "BackendSlot[" + index + " " + id() + "]";
    }
}
