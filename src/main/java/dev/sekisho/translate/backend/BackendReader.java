package dev.sekisho.translate.backend;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.translate.backend.BackendCache.Entry;
import dev.sekisho.translate.draft.Diagnostics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fills a backend with the endpoints that may get requests now.
public final class BackendReader {

    private final ClusterState state;
    private final ExternalNameReader externalNames;
    private final BackendCache cache;
    private final Diagnostics diagnostics;

    public BackendReader(
            ClusterState state,
            ExternalAddresses permitted,
            BackendCache cache,
            Diagnostics diagnostics) {
        this.state = state;
        this.externalNames = new ExternalNameReader(state, permitted);
        this.cache = cache;
        this.diagnostics = diagnostics;
    }

    public Backend read(BackendId id) {
        var ref = ObjectRef.service(id.namespace(), id.service());
        var service = state.services().get(ref);
        var slices = state.slices(ref);
        var known = cache.find(id);
        if (known == null || !known.isOf(service, slices)) {
            known = read(id, service, slices, known);
            cache.put(id, known);
        }
        diagnostics.addAll(known.diagnostics());
        return known.backend();
    }

    private Entry read(
            BackendId id,
            @Nullable Service service,
            List<EndpointSlice> slices,
            @Nullable Entry before) {
        var found = new Diagnostics();
        var endpoints =
                service == null ? List.<Endpoint>of() : endpoints(id, service, slices, found);
        var now = new Backend(id, endpoints);
        var backend = before != null && before.backend().equals(now) ? before.backend() : now;
        return new Entry(service, slices, backend, found.toList());
    }

    private List<Endpoint> endpoints(
            BackendId id, Service service, List<EndpointSlice> slices, Diagnostics found) {
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
                .map(port -> new SliceReader(service, port, found).read(slices))
                .orElse(List.of());
    }
}
