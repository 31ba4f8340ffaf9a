package dev.sekisho.gateway.route;

import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The slots of a table while it is compiled.
final class Backends {

    private final List<SlotCell> cells = new ArrayList<>();
    private final Map<BackendId, SlotCell> byId = new HashMap<>();

    Backends(Snapshot snapshot) {
        snapshot.backends().values().forEach(this::add);
    }

    private SlotCell add(Backend backend) {
        SlotCell cell = new SlotCell(new BackendSlot(cells.size(), backend, null));
        cells.add(cell);
        byId.put(backend.id(), cell);
        return cell;
    }

    /// A backend that the snapshot lacks has no endpoints, so its routes answer 503.
    SlotCell cell(BackendId id) {
        SlotCell cell = byId.get(id);
        return cell != null ? cell : add(new Backend(id, List.of()));
    }

    List<SlotCell> cells() {
        return List.copyOf(cells);
    }
}
