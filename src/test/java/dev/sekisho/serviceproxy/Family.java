package dev.sekisho.serviceproxy;

import java.net.InetAddress;

/// The same places of `TwoNodes` in either family of addresses, as Java writes them.
enum Family {
    IPV4(4),
    IPV6(6);

    final String vip;
    final String unallocated;
    final String balanced;
    final String client;
    final String node;
    final String other;
    final String near;
    final String far;

    /// The first node as its pod and as the other node see it.
    final String nodeForNear;

    final String nodeForOther;

    Family(int version) {
        var isIpv4 = version == 4;
        vip = text(isIpv4, "10.96.0.10", "fd96::10");
        unallocated = text(isIpv4, "10.96.0.99", "fd96::99");
        balanced = text(isIpv4, TwoNodes.BALANCED, TwoNodes.BALANCED6);
        client = text(isIpv4, "192.0.2.2", "fd02::2");
        node = text(isIpv4, "192.0.2.1", "fd02::1");
        other = text(isIpv4, "172.20.0.2", "fd20::2");
        near = text(isIpv4, "10.244.1.2", "fd44::2");
        far = text(isIpv4, "10.244.2.2", "fd44:1::2");
        nodeForNear = text(isIpv4, "10.244.1.1", "fd44::1");
        nodeForOther = text(isIpv4, "172.20.0.1", "fd20::1");
    }

    private static String text(boolean isIpv4, String ipv4, String ipv6) {
        return InetAddress.ofLiteral(isIpv4 ? ipv4 : ipv6).getHostAddress();
    }

    /// A Service `web` with its endpoints; `spec` are further fields, one a line.
    String service(String spec, String... endpoints) {
        return speaking("TCP", spec, endpoints);
    }

    String speaking(String protocol, String spec, String... endpoints) {
        return """
        apiVersion: v1
        kind: Service
        metadata: {namespace: shop, name: web}
        spec:
          clusterIP: "%1$s"
          clusterIPs: ["%1$s"]
          ports: [{name: it, port: 80, protocol: %2$s, nodePort: 30080}]
        %3$s
        status: {loadBalancer: {ingress: [{ip: "%4$s"}]}}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {namespace: shop, name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: %5$s
        ports: [{name: it, port: 8080, protocol: %2$s}]
        endpoints: [%6$s]
        """
                .formatted(
                        vip,
                        protocol,
                        spec.strip().indent(2).stripTrailing(),
                        balanced,
                        this == IPV4 ? "IPv4" : "IPv6",
                        String.join(", ", endpoints));
    }

    /// The endpoint on the first node; further fields may follow.
    String near(String... fields) {
        return endpoint(near, "node", fields);
    }

    String far(String... fields) {
        return endpoint(far, "other", fields);
    }

    private static String endpoint(String address, String node, String... fields) {
        var more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
        return "{addresses: [\"%s\"], nodeName: %s%s}".formatted(address, node, more);
    }
}
