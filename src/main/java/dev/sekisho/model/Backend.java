package dev.sekisho.model;

import java.util.List;

/// A group of endpoints that requests are balanced over.
///
/// `endpoints` are those that may get new requests now, sorted and without duplicates; empty means
/// 503.
public record Backend(BackendId id, List<Endpoint> endpoints) {

    public Backend {
        endpoints = List.copyOf(endpoints);
    }

    /// What the pods speak.
    public BackendProtocol protocol() {
        return id.protocol();
    }
}
