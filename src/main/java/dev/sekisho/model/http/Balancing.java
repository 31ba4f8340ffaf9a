package dev.sekisho.model.http;

/// How a request's endpoint is chosen among those of its backend.
public sealed interface Balancing {

    Balancing DEFAULT = new RoundRobin();

    /// The value of an annotation or option that asks for it.
    String text();

    /// Each in turn.
    record RoundRobin() implements Balancing {
        @Override
        public String text() {
            return "round_robin";
        }
    }

    /// Of two at random, the one with fewer requests in flight.
    record LeastRequests() implements Balancing {
        @Override
        public String text() {
            return "least_requests";
        }
    }

    /// Of two at random, the one that answers sooner, by a moving average that peaks lift at once.
    record PeakEwma() implements Balancing {
        @Override
        public String text() {
            return "ewma";
        }
    }

    /// The same endpoint for the same key, unless it has much more to do than the others.
    record ConsistentHash(HashSource source) implements Balancing {
        @Override
        public String text() {
            return "hash:" + source.text();
        }
    }
}
