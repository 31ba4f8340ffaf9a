package dev.sekisho.gateway.clock;

/// Something that must not wait forever.
public interface Expirable {

    /// The deadline has passed. Called on the loop; the deadline is no longer set.
    void expired();
}
