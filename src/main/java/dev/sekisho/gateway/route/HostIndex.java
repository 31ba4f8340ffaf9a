package dev.sekisho.gateway.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds a host by its name, or a wildcard by its suffix, without regard to case.
final class HostIndex {

    private final @Nullable HostRoutes[] table;

    HostIndex(List<HostRoutes> hosts) {
        table = new @Nullable HostRoutes[Tables.size(hosts.size())];
        hosts.forEach(this::put);
    }

    private void put(HostRoutes host) {
        int at = host.hash() & (table.length - 1);
        while (table[at] != null) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = host;
    }

    @Nullable HostRoutes find(byte[] bytes, int start, int end) {
        int hash = Hashing.START;
        for (int i = start; i < end; i++) {
            hash = Hashing.next(hash, Hashing.lower(bytes[i]));
        }
        int spread = Hashing.spread(hash);
        int at = spread & (table.length - 1);
        for (HostRoutes host = table[at]; host != null; host = table[at]) {
            if (host.hash() == spread && host.isNamed(bytes, start, end)) {
                return host;
            }
            at = (at + 1) & (table.length - 1);
        }
        return null;
    }
}
