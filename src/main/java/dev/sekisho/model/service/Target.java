package dev.sekisho.model.service;

import dev.sekisho.model.Endpoint;
import java.util.List;

/// What becomes of a new connection.
public sealed interface Target {

    /// One of these, never none; sorted and without duplicates.
    record Balance(List<Endpoint> endpoints) implements Target {

        public Balance {
            endpoints = List.copyOf(endpoints);
        }
    }

    /// It is told that nobody is there.
    record Reject() implements Target {}

    /// Silence: others may be there, on other nodes.
    record Drop() implements Target {}
}
