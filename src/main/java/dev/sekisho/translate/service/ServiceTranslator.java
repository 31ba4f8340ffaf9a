package dev.sekisho.translate.service;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.FrozenMap;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.service.HealthCheck;
import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.ServicePortId;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.translate.draft.Diagnostics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Makes the table of Services for one node. Remembers what it read of single Services, so that a
/// change costs the reading of those that changed.
public final class ServiceTranslator {

    private static final Comparator<HealthCheck> BY_PORT =
            Comparator.comparingInt(HealthCheck::port);

    /// What a reading was made from.
    private record Entry(
            Service service, List<EndpointSlice> slices, NodeView node, ServiceReading reading) {

        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Service nowService, List<EndpointSlice> nowSlices, NodeView nowNode) {
            return service == nowService && slices == nowSlices && node.equals(nowNode);
        }
    }

    private final Optional<ServiceSettings> settings;
    private final Map<ObjectRef, Entry> read = new HashMap<>();

    /// Without settings there is nothing to serve.
    public ServiceTranslator(Optional<ServiceSettings> settings) {
        this.settings = settings;
    }

    /// Equal ports are the same objects as in the table before.
    public ServiceTable translate(
            ClusterState state, ServiceTable before, Diagnostics diagnostics) {
        return settings.map(agent -> translate(agent, state, before, diagnostics))
                .orElse(ServiceTable.EMPTY);
    }

    private ServiceTable translate(
            ServiceSettings agent,
            ClusterState state,
            ServiceTable before,
            Diagnostics diagnostics) {
        var node = NodeView.of(state, agent.nodeName(), diagnostics);
        read.keySet().retainAll(state.services().keySet());
        var claims = new Claims(diagnostics);
        var ports = new TreeMap<ServicePortId, ServicePort>();
        var checks = new ArrayList<HealthCheck>();
        for (var service : bySeniority(state)) {
            var reading = read(agent, node, state, service);
            diagnostics.addAll(reading.diagnostics());
            reading.ports().stream()
                    .map(claims::settle)
                    .forEach(port -> ports.put(port.id(), same(before, port)));
            reading.healthChecks().stream().filter(claims::takes).forEach(checks::add);
        }
        checks.sort(BY_PORT);
        var addresses =
                agent.nodePortAddresses().isEmpty() ? node.addresses() : agent.nodePortAddresses();
        return new ServiceTable(ports, addresses, checks, node.leaves());
    }

    /// The table before with the endpoints of these Services as the state has them now.
    public ServiceTable withEndpoints(
            ClusterState state,
            ServiceTable before,
            Set<ObjectRef> changed,
            Diagnostics diagnostics) {
        if (settings.isEmpty()) {
            return before;
        }
        var node = NodeView.of(state, settings.get().nodeName(), diagnostics);
        var ports = new HashMap<ServicePortId, ServicePort>();
        var counts = new HashMap<ObjectRef, Integer>();
        for (var ref : changed) {
            var service = state.services().get(ref);
            if (service != null) {
                var reading = read(settings.get(), node, state, service);
                diagnostics.addAll(reading.diagnostics());
                reading.ports().forEach(port -> swap(before, port, ports));
                reading.healthChecks().forEach(it -> counts.put(ref, it.localEndpoints()));
            }
        }
        return new ServiceTable(
                FrozenMap.copyOf(before.ports()).withValues(ports),
                before.nodePortAddresses(),
                before.healthChecks().stream().map(check -> counted(check, counts)).toList(),
                before.nodeLeaves());
    }

    /// Who has which address does not depend on endpoints.
    private static void swap(
            ServiceTable before, ServicePort now, Map<ServicePortId, ServicePort> swapped) {
        var known = before.ports().get(now.id());
        if (known != null) {
            var changed = Claims.with(now, known.frontend());
            swapped.put(now.id(), changed.equals(known) ? known : changed);
        }
    }

    private static HealthCheck counted(HealthCheck check, Map<ObjectRef, Integer> counts) {
        var ref = ObjectRef.service(check.namespace(), check.service());
        var count = counts.getOrDefault(ref, check.localEndpoints());
        return new HealthCheck(check.namespace(), check.service(), check.port(), count);
    }

    private ServiceReading read(
            ServiceSettings agent, NodeView node, ClusterState state, Service service) {
        var slices = state.slices(service.ref());
        var known = read.get(service.ref());
        if (known != null && known.isOf(service, slices, node)) {
            return known.reading();
        }
        var reading = new ServiceReader(agent, node, service, slices).read();
        read.put(service.ref(), new Entry(service, slices, node, reading));
        return reading;
    }

    private static List<Service> bySeniority(ClusterState state) {
        return state.services().values().stream()
                .sorted(
                        Comparator.comparing((Service service) -> service.meta().created())
                                .thenComparing(Service::ref))
                .toList();
    }

    private static ServicePort same(ServiceTable before, ServicePort now) {
        var old = before.ports().get(now.id());
        return now.equals(old) && old != null ? old : now;
    }
}
