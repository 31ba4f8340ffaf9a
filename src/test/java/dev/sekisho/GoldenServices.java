package dev.sekisho;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.service.Frontend;
import dev.sekisho.model.service.HealthCheck;
import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.service.Sources;
import dev.sekisho.model.service.Target;
import dev.sekisho.model.service.TrafficPolicy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the table of Services as people read it. What is empty or as usual is left out.
final class GoldenServices {

    private GoldenServices() {}

    static Map<String, Object> write(ServiceTable table) {
        var out = new LinkedHashMap<String, Object>();
        table.ports().values().forEach(port -> out.put(port.id().toString(), port(port)));
        put(out, "nodePortAddresses", table.nodePortAddresses());
        put(out, "healthChecks", table.healthChecks().stream().map(GoldenServices::check).toList());
        if (table.nodeLeaves()) {
            out.put("node", "leaves");
        }
        return out;
    }

    private static String check(HealthCheck check) {
        return "%d %s/%s has %d"
                .formatted(
                        check.port(), check.namespace(), check.service(), check.localEndpoints());
    }

    private static Map<String, Object> port(ServicePort port) {
        var out = new LinkedHashMap<String, Object>();
        frontend(out, port.frontend());
        out.put("internal", target(port.internal()));
        if (port.frontend().isExternal()) {
            out.put("inside", target(port.inside()));
            out.put("outside", target(port.outside()));
        }
        put(out, "serving", port.serving().stream().map(Endpoint::toString).toList());
        put(out, "hairpins", port.hairpins());
        return out;
    }

    private static void frontend(Map<String, Object> out, Frontend frontend) {
        put(
                out,
                "clusterIp",
                frontend.clusterIp().isEmpty() ? List.of() : List.of(frontend.clusterIp()));
        put(out, "nodePort", frontend.nodePort() == 0 ? List.of() : List.of(frontend.nodePort()));
        put(out, "loadBalancerIps", frontend.loadBalancerIps());
        put(out, "externalIps", frontend.externalIps());
        if (frontend.externalPolicy() == TrafficPolicy.LOCAL) {
            out.put("externalPolicy", "local");
        }
        if (frontend.sources() instanceof Sources.Only(var blocks)) {
            out.put("only", blocks);
        }
        if (frontend.affinitySeconds() > 0) {
            out.put("affinitySeconds", frontend.affinitySeconds());
        }
    }

    private static Object target(Target target) {
        return switch (target) {
            case Target.Balance(var endpoints) ->
                    endpoints.stream().map(Endpoint::toString).toList();
            case Target.Reject() -> "reject";
            case Target.Drop() -> "drop";
        };
    }

    private static void put(Map<String, Object> out, String key, Collection<?> values) {
        if (!values.isEmpty()) {
            out.put(key, values.size() == 1 ? values.iterator().next() : values);
        }
    }
}
