package dev.sekisho.serviceproxy;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.service.Frontend;
import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.ServicePortId;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.service.Sources;
import dev.sekisho.model.service.Target;
import dev.sekisho.model.service.TrafficPolicy;
import dev.sekisho.model.service.Transport;
import dev.sekisho.model.tls.TlsTable;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Builds Service ports for tests, and tables of them.
record Ports(ServicePort port) {

    static final Endpoint NEAR = new Endpoint("10.244.1.2", 8080);
    static final Endpoint FAR = new Endpoint("10.244.2.2", 8080);
    static final Endpoint NEAR6 = new Endpoint("fd44::2", 8080);
    static final Endpoint FAR6 = new Endpoint("fd44:1::2", 8080);

    static Ports tcp(String service, String clusterIp, Endpoint... endpoints) {
        return of(service, Transport.TCP, clusterIp, endpoints);
    }

    static Ports of(String service, Transport transport, String clusterIp, Endpoint... endpoints) {
        var family = clusterIp.indexOf(':') < 0 ? IpFamily.IPV4 : IpFamily.IPV6;
        var target = target(endpoints);
        var frontend =
                new Frontend(
                        clusterIp,
                        0,
                        List.of(),
                        List.of(),
                        TrafficPolicy.CLUSTER,
                        new Sources.Anybody(),
                        0);
        return new Ports(
                new ServicePort(
                        new ServicePortId("shop", service, family, transport, 80),
                        frontend,
                        target,
                        target,
                        target,
                        List.of(endpoints),
                        Stream.of(endpoints)
                                .map(Endpoint::address)
                                .filter(it ->
                                        it.equals(NEAR.address()) || it.equals(NEAR6.address()))
                                .toList()));
    }

    static Target target(Endpoint... endpoints) {
        return endpoints.length == 0
                ? new Target.Reject()
                : new Target.Balance(Stream.of(endpoints).sorted().toList());
    }

    Ports nodePort(int number) {
        var it = port.frontend();
        return with(
                new Frontend(
                        it.clusterIp(),
                        number,
                        it.loadBalancerIps(),
                        it.externalIps(),
                        it.externalPolicy(),
                        it.sources(),
                        it.affinitySeconds()));
    }

    Ports balancedAt(String address, Sources sources) {
        var it = port.frontend();
        return with(
                new Frontend(
                        it.clusterIp(),
                        it.nodePort(),
                        List.of(address),
                        it.externalIps(),
                        it.externalPolicy(),
                        sources,
                        it.affinitySeconds()));
    }

    Ports affinity(int seconds) {
        var it = port.frontend();
        return with(
                new Frontend(
                        it.clusterIp(),
                        it.nodePort(),
                        it.loadBalancerIps(),
                        it.externalIps(),
                        it.externalPolicy(),
                        it.sources(),
                        seconds));
    }

    /// Clients from outside go here only.
    Ports localTo(Target outside) {
        var it = port.frontend();
        var frontend =
                new Frontend(
                        it.clusterIp(),
                        it.nodePort(),
                        it.loadBalancerIps(),
                        it.externalIps(),
                        TrafficPolicy.LOCAL,
                        it.sources(),
                        it.affinitySeconds());
        return new Ports(
                new ServicePort(
                        port.id(),
                        frontend,
                        port.internal(),
                        port.inside(),
                        outside,
                        port.serving(),
                        port.hairpins()));
    }

    Ports internal(Target target) {
        return new Ports(
                new ServicePort(
                        port.id(),
                        port.frontend(),
                        target,
                        port.inside(),
                        port.outside(),
                        port.serving(),
                        port.hairpins()));
    }

    private Ports with(Frontend frontend) {
        return new Ports(
                new ServicePort(
                        port.id(),
                        frontend,
                        port.internal(),
                        port.inside(),
                        port.outside(),
                        port.serving(),
                        port.hairpins()));
    }

    static ServiceTable table(Ports... ports) {
        var all = new TreeMap<ServicePortId, ServicePort>();
        Stream.of(ports).forEach(it -> all.put(it.port().id(), it.port()));
        return new ServiceTable(all, List.of("192.0.2.1", "fd02::1"), List.of(), false);
    }

    static Snapshot snapshot(ServiceTable table) {
        return new Snapshot(1, List.of(), new TreeMap<>(), TlsTable.EMPTY, Publication.NONE, table);
    }
}
