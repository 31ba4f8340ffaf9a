package dev.sekisho.nft;

import java.util.List;
import java.util.Optional;

/// Rules under a name; those with a hook are where packets come in.
public record Chain(String name, Optional<Hook> hook, List<Rule> rules) {

    public Chain {
        rules = List.copyOf(rules);
    }

    public static Chain of(String name, Rule... rules) {
        return new Chain(name, Optional.empty(), List.of(rules));
    }

    public static Chain hooked(String name, Hook hook, Rule... rules) {
        return new Chain(name, Optional.of(hook), List.of(rules));
    }
}
