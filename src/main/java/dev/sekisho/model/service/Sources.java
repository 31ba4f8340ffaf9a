package dev.sekisho.model.service;

import java.util.List;

/// Who may use the load balancer addresses of a Service.
public sealed interface Sources {

    record Anybody() implements Sources {}

    /// These blocks, sorted, none of them inside of another; nobody if there are none.
    record Only(List<String> blocks) implements Sources {

        public Only {
            blocks = List.copyOf(blocks);
        }
    }
}
