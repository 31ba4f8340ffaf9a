package dev.sekisho.translate;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.cluster.EndpointSlice.SlicePort;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.cluster.IngressClass;
import dev.sekisho.cluster.IngressPath;
import dev.sekisho.cluster.IngressRule;
import dev.sekisho.cluster.IngressTls;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.cluster.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Small well-formed clusters in the namespace `shop`.
final class ClusterBuilder {

    private static final Path FIXTURES = Path.of("src/test/resources/certificates");

    private final ClusterStore store;

    ClusterBuilder() {
        this(SecretAccess.EXHAUSTIVE);
    }

    ClusterBuilder(SecretAccess access) {
        store = new ClusterStore(access, _ -> {});
        var meta = ObjectMeta.of("", "sekisho");
        store.put(new IngressClass(meta, TranslationSettings.CONTROLLER, false));
    }

    ClusterBuilder with(ClusterObject object) {
        store.put(object);
        return this;
    }

    ClusterBuilder without(ClusterObject object) {
        store.remove(object.ref());
        return this;
    }

    ClusterState state() {
        return store.state();
    }

    /// Host to `service`, everything under `/`, by the port named `http`.
    static Ingress ingress(String name, String host, String service, IngressTls... tls) {
        var backend = new IngressBackend.ByName(service, "http");
        return new Ingress(
                ObjectMeta.of("shop", name),
                "sekisho",
                new IngressBackend.None(),
                List.of(new IngressRule(host, List.of(new IngressPath("/", "Prefix", backend)))),
                List.of(tls),
                List.of(),
                false);
    }

    static Service service(String name, String portName) {
        return new Service(
                ObjectMeta.of("shop", name),
                Service.Type.CLUSTER_IP,
                "10.96.0.1",
                "",
                List.of(new Service.Port(portName, 80, "TCP", "8080", "")),
                List.of(),
                List.of());
    }

    static EndpointSlice slice(String service, String... addresses) {
        return new EndpointSlice(
                ObjectMeta.of("shop", service + "-1"),
                service,
                "IPv4",
                List.of(new SlicePort("http", 8080, "TCP")),
                List.of(addresses).stream()
                        .map(a -> new SliceEndpoint(List.of(a), true, true, false))
                        .toList());
    }

    static IngressTls tls(String secret, String... hosts) {
        return new IngressTls(List.of(hosts), secret);
    }

    /// A TLS Secret with the test certificates of these files.
    static Secret secret(String name, String crt, String key) {
        var data = Map.of("tls.crt", fixture(crt), "tls.key", fixture(key));
        return new Secret(ObjectMeta.of("shop", name), "kubernetes.io/tls", new TreeMap<>(data));
    }

    /// A Secret with authorities: the test certificate of this file.
    static Secret authorities(String name, String crt) {
        var data = Map.of("ca.crt", fixture(crt));
        return new Secret(ObjectMeta.of("shop", name), "Opaque", new TreeMap<>(data));
    }

    static Ingress annotated(Ingress it, Map<String, String> annotations) {
        var meta = it.meta();
        return new Ingress(
                ObjectMeta.of(meta.namespace(), meta.name(), meta.created(), annotations),
                it.className(),
                it.defaultBackend(),
                it.rules(),
                it.tls(),
                it.status(),
                it.statusIsOurs());
    }

    private static SecretValue fixture(String file) {
        try {
            return new SecretValue(Files.readAllBytes(FIXTURES.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
