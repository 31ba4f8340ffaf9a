package dev.sekisho.translate.service;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.service.Frontend;
import dev.sekisho.model.service.HealthCheck;
import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.ServicePortId;
import dev.sekisho.model.service.Transport;
import dev.sekisho.translate.draft.Diagnostics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who has which address and port of the node: the first to claim it, so ask in order of age.
final class Claims {

    /// An empty address is every address on which node ports answer.
    private record Claim(String address, IpFamily family, Transport transport, int port) {}

    private final Map<Claim, ServicePortId> owners = new HashMap<>();
    private final Map<Integer, HealthCheck> checks = new HashMap<>();
    private final Diagnostics diagnostics;

    Claims(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /// The port with what is left to it; the same object where that is all.
    ServicePort settle(ServicePort port) {
        var id = port.id();
        var asked = port.frontend();
        var clusterIp = asked.clusterIp();
        var keepsIp = clusterIp.isEmpty() || takes(id, clusterIp, id.port());
        var keepsNodePort = asked.nodePort() == 0 || takes(id, "", asked.nodePort());
        var left =
                new Frontend(
                        keepsIp ? clusterIp : "",
                        keepsNodePort ? asked.nodePort() : 0,
                        taken(id, asked.loadBalancerIps()),
                        taken(id, asked.externalIps()),
                        asked.externalPolicy(),
                        asked.sources(),
                        asked.affinitySeconds());
        return left.equals(asked) ? port : with(port, left);
    }

    /// Whether this one may listen.
    boolean takes(HealthCheck check) {
        var owner = checks.putIfAbsent(check.port(), check);
        if (owner == null) {
            return true;
        }
        diagnostics.warning(
                ObjectRef.service(check.namespace(), check.service()),
                Reason.ADDRESS_CONFLICT,
                "spec.healthCheckNodePort %d belongs to Service %s/%s"
                        .formatted(check.port(), owner.namespace(), owner.service()));
        return false;
    }

    static ServicePort with(ServicePort port, Frontend frontend) {
        return new ServicePort(
                port.id(),
                frontend,
                port.internal(),
                port.inside(),
                port.outside(),
                port.serving(),
                port.hairpins());
    }

    private List<String> taken(ServicePortId id, List<String> addresses) {
        return addresses.stream().filter(address -> takes(id, address, id.port())).toList();
    }

    private boolean takes(ServicePortId id, String address, int port) {
        var claim = new Claim(address, id.family(), id.transport(), port);
        var owner = owners.putIfAbsent(claim, id);
        if (owner == null || owner.equals(id)) {
            return owner == null;
        }
        var what = address.isEmpty() ? "node port " + port : address + " port " + port;
        diagnostics.warning(
                ObjectRef.service(id.namespace(), id.service()),
                Reason.ADDRESS_CONFLICT,
                what
                        + "/"
                        + id.transport()
                        + " belongs to Service "
                        + owner.namespace()
                        + "/"
                        + owner.service());
        return false;
    }
}
