package dev.sekisho.gateway.upstream;

import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.Endpoint;

/// Where connections go to and what is spoken on them: all that may share connections.
record PodAddress(Endpoint endpoint, BackendProtocol protocol) {}
