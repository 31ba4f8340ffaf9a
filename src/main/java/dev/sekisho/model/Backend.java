package dev.sekisho.model;

import java.util.List;

/// A group of endpoints that requests are balanced over.
///
/// `endpoints` are those that may get new requests now, sorted and without duplicates; empty means
/// 503. `protocol` is what the pods speak.
public record Backend(BackendId id, BackendProtocol protocol, List<Endpoint> endpoints) {

    public Backend {
        endpoints = List.copyOf(endpoints);
    }
}
