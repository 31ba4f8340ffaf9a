package dev.sekisho.cluster;

/// What is known of a Secret that was asked for.
public sealed interface SecretLookup {

    record Found(Secret secret) implements SecretLookup {}

    /// It does not exist.
    record Missing() implements SecretLookup {}

    /// It may exist, but we may not read it.
    record Forbidden() implements SecretLookup {}

    /// It was not saved with the rest of a configuration that is read from disk.
    record Unsaved() implements SecretLookup {}

    /// Nobody has looked yet; an answer follows.
    record Pending() implements SecretLookup {}
}
