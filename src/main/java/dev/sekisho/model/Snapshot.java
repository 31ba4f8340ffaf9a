package dev.sekisho.model;

import dev.sekisho.model.address.AddressPlan;
import dev.sekisho.model.address.Announcement;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.tls.TlsTable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that the planes serve, at one moment. Immutable; a later one replaces it whole.
///
/// `generation` rises with every snapshot of one process. `virtualHosts` is sorted by host pattern
/// and holds each pattern once. Sub-objects that did not change are the same objects as in the
/// snapshot before, so a plane may compare them by identity first.
public record Snapshot(
        long generation,
        List<VirtualHost> virtualHosts,
        SortedMap<BackendId, Backend> backends,
        TlsTable tls,
        Publication publication,
        ServiceTable services,
        AddressPlan addresses,
        List<Announcement> announcements) {

    public static final Snapshot EMPTY =
            new Snapshot(0, List.of(), new TreeMap<>(), TlsTable.EMPTY, Publication.NONE);

    /// One for a gateway, which serves no Services.
    public Snapshot(
            long generation,
            List<VirtualHost> virtualHosts,
            SortedMap<BackendId, Backend> backends,
            TlsTable tls,
            Publication publication) {
        this(generation, virtualHosts, backends, tls, publication, ServiceTable.EMPTY);
    }

    /// One of a process that gives no addresses away and answers for none.
    public Snapshot(
            long generation,
            List<VirtualHost> virtualHosts,
            SortedMap<BackendId, Backend> backends,
            TlsTable tls,
            Publication publication,
            ServiceTable services) {
        this(
                generation,
                virtualHosts,
                backends,
                tls,
                publication,
                services,
                AddressPlan.NONE,
                List.of());
    }

    public Snapshot {
        virtualHosts = List.copyOf(virtualHosts);
        announcements = List.copyOf(announcements);
        backends = FrozenMap.copyOf(backends);
    }
}
