package dev.sekisho.plane;

import dev.sekisho.model.Snapshot;

/// Serves snapshots: the HTTP gateway, the kernel's service table, the DNS server.
public interface Plane {

    /// A short lower-case word: `gateway`.
    String name();

    /// Makes the snapshot the one that is served; when it returns, new requests see it.
    ///
    /// Called by the reconciler's thread in generation order, never concurrently, never on an event
    /// loop. A problem with one object is reported, not thrown.
    PlaneReport apply(Snapshot snapshot);
}
