package dev.sekisho.model.service;

import dev.sekisho.model.Endpoint;
import java.util.List;

/// A Service port as one node has to serve it.
///
/// `internal` is for the cluster IP. `inside` is for the external addresses when the client is a
/// pod or the node itself, `outside` when it is anybody else; the two differ only under a policy of
/// `LOCAL`. `serving` are all endpoints that established UDP flows may stay with. `hairpins` are
/// the addresses of endpoints that may meet themselves by way of this node.
public record ServicePort(
        ServicePortId id,
        Frontend frontend,
        Target internal,
        Target inside,
        Target outside,
        List<Endpoint> serving,
        List<String> hairpins) {

    public ServicePort {
        serving = List.copyOf(serving);
        hairpins = List.copyOf(hairpins);
    }
}
