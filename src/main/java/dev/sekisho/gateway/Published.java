package dev.sekisho.gateway;

import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.gateway.route.RouteTable;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What is served now: the snapshot and what was made of it for the event loops.
record Published(Snapshot snapshot, RouteTable table, Map<BackendId, BackendSlot> backends) {

    static final Published NOTHING = of(Snapshot.EMPTY, RouteTable.EMPTY);

    static Published of(Snapshot snapshot, RouteTable table) {
        Map<BackendId, BackendSlot> backends = HashMap.newHashMap(table.backends().size());
        for (BackendSlot slot : table.backends()) {
            backends.put(slot.id(), slot);
        }
        return new Published(snapshot, table, backends);
    }

    /// In which ways TLS is spoken with pods.
    Set<BackendTls> encryptions() {
        Set<BackendTls> found = new HashSet<>();
        for (BackendId id : backends.keySet()) {
            id.protocol().tls().ifPresent(found::add);
        }
        return found;
    }

    /// Whether `next` differs in nothing but endpoints, so that the routes can stay as they are.
    boolean hasRoutesOf(Snapshot next) {
        return snapshot.generation() > 0
                && snapshot.virtualHosts().equals(next.virtualHosts())
                && snapshot.backends().keySet().equals(next.backends().keySet());
    }
}
