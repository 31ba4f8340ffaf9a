package dev.sekisho.translate.backend;

import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Diagnostic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Remembers backends from one translation to the next, so that a change of one of many costs the
/// reading of that one, and an equal backend is the same object.
///
/// A backend is made of a Service and its slices, which are the same objects as long as nothing in
/// them changes. One that is made of the addresses of an external name is read each time.
public final class BackendCache {

    record Entry(
            @Nullable Service service,
            List<EndpointSlice> slices,
            Backend backend,
            List<Diagnostic> diagnostics) {

        @SuppressWarnings("ReferenceEquality")
        boolean isOf(@Nullable Service nowService, List<EndpointSlice> nowSlices) {
            return service == nowService
                    && slices == nowSlices
                    && (service == null || service.type() != Service.Type.EXTERNAL_NAME);
        }
    }

    private final Map<BackendId, Entry> entries = new HashMap<>();

    @Nullable Entry find(BackendId id) {
        return entries.get(id);
    }

    void put(BackendId id, Entry entry) {
        entries.put(id, entry);
    }

    /// Forgets all but these, each of which was read.
    public void keepOnly(SortedMap<BackendId, Backend> current) {
        if (entries.size() > current.size()) {
            entries.keySet().removeIf(id -> !current.containsKey(id));
        }
    }

    int size() {
        return entries.size();
    }
}
