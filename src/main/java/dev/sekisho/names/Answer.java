package dev.sekisho.names;

import java.util.SortedSet;
import java.util.TreeSet;

/// How a question about a name ended.
sealed interface Answer {

    /// At least one address, good for so long.
    record Addresses(SortedSet<String> addresses, long ttlSeconds) implements Answer {}

    /// The DNS says for certain that there is none.
    record Denied(String problem) implements Answer {}

    /// Nobody could say.
    record Failure(String problem) implements Answer {}

    Denied NO_ADDRESS = new Denied("no address");
    Denied NO_SUCH_NAME = new Denied("NXDOMAIN");

    /// The answer for a name out of those for its two kinds of addresses.
    static Answer of(Answer four, Answer six) {
        if (four instanceof Addresses a && six instanceof Addresses b) {
            var all = new TreeSet<>(a.addresses());
            all.addAll(b.addresses());
            return new Addresses(all, Math.min(a.ttlSeconds(), b.ttlSeconds()));
        }
        if (four instanceof Addresses || six instanceof Addresses) {
            return four instanceof Addresses ? four : six;
        }
        if (four.equals(NO_SUCH_NAME) || six.equals(NO_SUCH_NAME)) {
            return NO_SUCH_NAME;
        }
        return four instanceof Failure ? four : six;
    }
}
