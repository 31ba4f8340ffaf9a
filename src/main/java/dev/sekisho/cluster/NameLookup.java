package dev.sekisho.cluster;

import java.util.List;

/// What is known of a DNS name that an ExternalName Service leads to.
public sealed interface NameLookup {

    /// The addresses, sorted; never empty.
    record Resolved(List<String> addresses) implements NameLookup {

        public Resolved {
            addresses = List.copyOf(addresses);
        }
    }

    /// It does not resolve; `problem` is a short reason such as `NXDOMAIN`.
    record Failed(String problem) implements NameLookup {}

    /// Nobody has asked yet; an answer follows.
    record Pending() implements NameLookup {}
}
