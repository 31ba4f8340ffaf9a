package dev.sekisho.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Asks for hosts of the gateway at one of its addresses, from outside of the cluster or from a
/// node.
record Outside(List<String> prefix, String address, int httpPort, int httpsPort) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /// From where clients are, to a node's ports.
    static Outside toNodePorts(TestCluster cluster, InstalledGateway gateway) {
        return new Outside(
                cluster.clientPrefix(),
                cluster.gatewayAddress(),
                gateway.nodePort("http"),
                gateway.nodePort("https"));
    }

    /// From a node to the address that only the cluster knows.
    static Outside toClusterIp(TestCluster cluster, InstalledGateway gateway) {
        return new Outside(cluster.nodePrefix(), gateway.clusterIp(), HTTP, HTTPS);
    }

    /// From where clients are to an address that a node takes packets for.
    static Outside toLoadBalancer(TestCluster cluster, String address) {
        var route = new ArrayList<>(cluster.clientPrefix());
        route.addAll(List.of("ip", "route", "replace", address + "/32"));
        route.addAll(List.of("via", cluster.gatewayAddress()));
        Commands.output(route);
        return new Outside(cluster.clientPrefix(), address, HTTP, HTTPS);
    }

    /// The status of the answer to `http://host/path`; 0 where there is none.
    int status(String host, String path) {
        return status("http", httpPort, host, path);
    }

    int statusOverTls(String host, String path) {
        return status("https", httpsPort, host, path);
    }

    private int status(String scheme, int port, String host, String path) {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("curl", "--silent", "--insecure", "--max-time", "10"));
        command.addAll(List.of("--output", "/dev/null", "--write-out", "%{http_code}"));
        command.addAll(resolve(host, port));
        command.add("%s://%s:%d%s".formatted(scheme, host, port, path));
        return Integer.parseInt(Commands.run(command).output().strip());
    }

    /// Statuses of the answers for the hosts `h0` to `hN` before a suffix, on connections of their
    /// own.
    List<String> statuses(String suffix, int hosts) {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("curl", "--silent", "--max-time", "10"));
        command.addAll(List.of("--output", "/dev/null", "--write-out", "%{http_code}\n"));
        command.addAll(List.of("--connect-to", "::%s:%d".formatted(address, httpPort)));
        command.add("http://h[0-%d]%s/".formatted(hosts - 1, suffix));
        return Commands.run(command).output().lines().toList();
    }

    /// Statuses of the answers on so many connections over TLS; 000 where another certificate than
    /// the trusted one is served.
    List<String> statusesTrusting(TestCertificate certificate, String host, int connections) {
        try {
            var file = Files.createTempFile("sekisho-it", ".pem");
            Files.writeString(file, certificate.chainPem());
            var command = new ArrayList<>(prefix);
            command.addAll(List.of("curl", "--silent", "--max-time", "10"));
            command.addAll(List.of("--cacert", file.toString(), "--header", "Connection: close"));
            command.addAll(List.of("--output", "/dev/null", "--write-out", "%{http_code}\n"));
            command.addAll(resolve(host, httpsPort));
            command.add("https://%s:%d/?[1-%d]".formatted(host, httpsPort, connections));
            return Commands.run(command).output().lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Traffic traffic(String host, String path, Traffic.Pace pace) {
        var url = "http://%s:%d%s".formatted(host, httpPort, path);
        return Traffic.start(prefix, resolve(host, httpPort), url, pace);
    }

    private List<String> resolve(String host, int port) {
        return List.of("--resolve", "%s:%d:%s".formatted(host, port, address));
    }
}
