package dev.sekisho.translate.backend;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.translate.draft.Diagnostics;
import java.util.List;

/// Fills a backend with the endpoints that may get requests now.
public final class BackendReader {

    private final ClusterState state;
    private final ExternalNameReader externalNames;
    private final Diagnostics diagnostics;

    public BackendReader(ClusterState state, ExternalAddresses permitted, Diagnostics diagnostics) {
        this.state = state;
        this.externalNames = new ExternalNameReader(state, permitted);
        this.diagnostics = diagnostics;
    }

    public Backend read(BackendId id) {
        return new Backend(id, BackendProtocol.HTTP1, endpoints(id));
    }

    private List<Endpoint> endpoints(BackendId id) {
        var service = state.services().get(ObjectRef.service(id.namespace(), id.service()));
        if (service == null) {
            return List.of();
        }
        if (service.type() == Service.Type.EXTERNAL_NAME) {
            return externalNames.addresses(service).stream()
                    .map(address -> new Endpoint(address.text(), id.port()))
                    .distinct()
                    .sorted()
                    .toList();
        }
        return service.ports().stream()
                .filter(port -> port.port() == id.port() && BackendResolver.isTcp(port))
                .findFirst()
                .map(port -> fromSlices(service, port))
                .orElse(List.of());
    }

    private List<Endpoint> fromSlices(Service service, Service.Port port) {
        return new SliceReader(service, port, diagnostics).read(state.slices(service.ref()));
    }
}
