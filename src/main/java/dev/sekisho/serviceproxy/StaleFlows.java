package dev.sekisho.serviceproxy;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.service.Transport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which tracked UDP flows lead where no endpoint of their Service serves any more, or went past
/// the Service before it had any. Without being told, the kernel would keep to them as long as
/// clients go on to send.
final class StaleFlows {

    private final Map<Endpoint, Set<Endpoint>> byAddress = new HashMap<>();
    private final Map<Integer, Set<Endpoint>> byNodePort = new HashMap<>();
    private final Predicate<String> isOurs;

    /// `isOurs` tells the addresses of this host.
    StaleFlows(ServiceTable table, IpFamily family, Predicate<String> isOurs) {
        this.isOurs = isOurs;
        for (var port : table.ports().values()) {
            var id = port.id();
            if (id.transport() != Transport.UDP || id.family() != family) {
                continue;
            }
            var serving = Set.copyOf(port.serving());
            var frontend = port.frontend();
            byAddress.put(new Endpoint(frontend.clusterIp(), id.port()), serving);
            frontend.loadBalancerIps()
                    .forEach(it -> byAddress.put(new Endpoint(it, id.port()), serving));
            frontend.externalIps()
                    .forEach(it -> byAddress.put(new Endpoint(it, id.port()), serving));
            byNodePort.put(frontend.nodePort(), serving);
        }
    }

    /// Each kind of stale flow once.
    Set<UdpFlow> among(List<UdpFlow> flows) {
        var stale = new HashSet<UdpFlow>();
        for (var flow : flows) {
            var serving = serving(flow);
            var answering = new Endpoint(flow.answering(), flow.answeringPort());
            if (serving != null && !serving.contains(answering)) {
                stale.add(flow);
            }
        }
        return stale;
    }

    private @Nullable Set<Endpoint> serving(UdpFlow flow) {
        var known = byAddress.get(new Endpoint(flow.address(), flow.port()));
        if (known != null) {
            return known;
        }
        var nodePort = byNodePort.get(flow.port());
        return nodePort != null && isOurs.test(flow.address()) ? nodePort : null;
    }
}
