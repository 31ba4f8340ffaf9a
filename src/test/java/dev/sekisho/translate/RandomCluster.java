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
import dev.sekisho.cluster.NameLookup;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Clusters full of what users get wrong, the same for the same seed.
///
/// Few names and many objects, so that everything meets everything.
final class RandomCluster {

    private static final List<String> NAMES = List.of("a", "b", "c", "");
    private static final List<String> HOSTS =
            List.of(
                    "shop.example.com",
                    "SHOP.example.com",
                    "*.example.com",
                    "",
                    "a:80",
                    "10.0.0.1",
                    "*.*.x",
                    "::1",
                    "\u0000",
                    "www.shop.example.com",
                    "ü",
                    "*",
                    ".",
                    "a..b",
                    "x".repeat(300));
    private static final List<String> VALUES =
            List.of("true", "false", "ewma", "2", "on", "a", "ns1/b", "HTTPS");
    private static final List<String> PATHS =
            List.of(
                    "/",
                    "",
                    "/a",
                    "/a/",
                    "/a/b",
                    "//a",
                    "/%",
                    "/%2f",
                    "/%61",
                    "/..",
                    "a",
                    "/;",
                    "/?",
                    "/\ud800",
                    "/é",
                    "/" + "x".repeat(9000),
                    "/a/../b",
                    "/\u0007");
    private static final List<String> TYPES =
            List.of("Exact", "Prefix", "ImplementationSpecific", "", "prefix", "Regex");
    private static final List<String> ADDRESSES =
            List.of(
                    "10.0.0.1",
                    "10.0.0.2",
                    "10.0.0.3",
                    "fd00::1",
                    "fd00:0::1",
                    "::ffff:10.0.0.1",
                    "127.0.0.1",
                    "169.254.169.254",
                    "0.0.0.0",
                    "x",
                    "",
                    "1.2.3.4.5",
                    "fe80::1%e",
                    "999.1.1.1");
    private static final List<String> WORDS =
            List.of(
                    "sekisho",
                    "other",
                    "missing",
                    "",
                    "true",
                    "yes",
                    "http",
                    "\n",
                    "w".repeat(5000));
    private static final List<Integer> PORTS = List.of(80, 80, 80, 443, 0, -1, 65535, 65536);
    private static final List<String> EXTERNAL =
            List.of(
                    "x.example.org",
                    "y.example.org",
                    "127.0.0.1",
                    "",
                    "bad name",
                    "Z.example.org.");

    private static final byte[] CERTIFICATE = certificate();

    private final Random random;

    RandomCluster(long seed) {
        this.random = new Random(seed);
    }

    private static byte[] certificate() {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/certificates/shop-ec.crt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ClusterObject> objects() {
        var objects = new ArrayList<ClusterObject>();
        objects.add(new IngressClass(meta("", "sekisho"), TranslationSettings.CONTROLLER, false));
        objects.add(new IngressClass(meta("", "other"), pick(WORDS), random.nextBoolean()));
        objects.addAll(some(12, this::ingress));
        objects.addAll(some(6, this::service));
        objects.addAll(some(8, this::slice));
        objects.addAll(some(4, this::secret));
        return objects;
    }

    /// The state of these objects, with a few answers about names and Secrets.
    ClusterState state(List<? extends ClusterObject> objects) {
        var access = random.nextBoolean() ? SecretAccess.EXHAUSTIVE : SecretAccess.ON_DEMAND;
        var store = new ClusterStore(access, _ -> {});
        objects.forEach(store::put);
        store.putSecret(ObjectRef.secret("ns1", "c"), new SecretLookup.Forbidden());
        store.putName("x.example.org", new NameLookup.Resolved(list(3, () -> pick(ADDRESSES))));
        store.putName("y.example.org", new NameLookup.Failed(pick(WORDS)));
        return store.state();
    }

    EndpointSlice slice() {
        return new EndpointSlice(
                meta(namespace(), pick(NAMES) + random.nextInt(2)),
                pick(NAMES),
                pick(List.of("IPv4", "IPv4", "IPv6", "FQDN", "")),
                list(
                        2,
                        () ->
                                new SlicePort(
                                        pick(List.of("http", "", "https")),
                                        pick(PORTS),
                                        pick(List.of("TCP", "TCP", "UDP", "")))),
                list(
                        4,
                        () ->
                                new SliceEndpoint(
                                        list(2, () -> pick(ADDRESSES)),
                                        random.nextBoolean(),
                                        random.nextBoolean(),
                                        random.nextBoolean())));
    }

    private Ingress ingress() {
        return new Ingress(
                meta(namespace(), pick(NAMES) + random.nextInt(3)),
                pick(List.of("sekisho", "sekisho", "sekisho", "other", "missing", "")),
                random.nextInt(3) == 0 ? backend() : new IngressBackend.None(),
                list(3, () -> new IngressRule(pick(HOSTS), list(4, this::path))),
                list(2, () -> new IngressTls(list(2, () -> pick(HOSTS)), pick(NAMES))),
                list(1, () -> new PublishedAddress.Ip(pick(ADDRESSES))),
                random.nextBoolean());
    }

    private IngressPath path() {
        return new IngressPath(pick(PATHS), pick(TYPES), backend());
    }

    private IngressBackend backend() {
        return switch (random.nextInt(7)) {
            case 0 -> new IngressBackend.None();
            case 1 -> new IngressBackend.Malformed(pick(WORDS));
            case 2 -> new IngressBackend.Resource(pick(WORDS), pick(WORDS), pick(NAMES));
            case 3 -> new IngressBackend.ByName(pick(NAMES), pick(WORDS));
            default -> new IngressBackend.ByNumber(pick(NAMES), pick(PORTS));
        };
    }

    private Service service() {
        return new Service(
                meta(namespace(), pick(NAMES)),
                pick(List.of(Service.Type.values())),
                pick(List.of("10.96.0.1", "None", "", "fd00::9", "x")),
                pick(EXTERNAL),
                list(
                        3,
                        () ->
                                new Service.Port(
                                        pick(List.of("http", "", "https")),
                                        pick(PORTS),
                                        pick(List.of("TCP", "TCP", "UDP", "")),
                                        pick(List.of("8080", "http", "", "-5")),
                                        pick(List.of("", "https", "grpc")))),
                List.of(),
                List.of());
    }

    private Secret secret() {
        var data = new TreeMap<String, SecretValue>();
        list(2, () -> pick(List.of("tls.crt", "tls.key", "ca.crt", "other")))
                .forEach(key -> data.put(key, new SecretValue(garbage())));
        var type = pick(List.of("kubernetes.io/tls", "kubernetes.io/tls", "Opaque", ""));
        return new Secret(meta(namespace(), pick(NAMES)), type, data);
    }

    private byte[] garbage() {
        var bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        return switch (random.nextInt(4)) {
            case 0 -> bytes;
            case 3 -> CERTIFICATE;
            case 1 ->
                    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"
                            .getBytes(StandardCharsets.US_ASCII);
            default -> "-----BEGIN -----BEGIN X".getBytes(StandardCharsets.US_ASCII);
        };
    }

    private ObjectMeta meta(String namespace, String name) {
        var annotations =
                random.nextInt(3) > 0
                        ? Map.<String, String>of()
                        : Map.of(
                                pick(
                                        List.of(
                                                "sekisho.dev/ssl-redirect",
                                                "sekisho.dev/ssl-redirct",
                                                "sekisho.dev/ssl-passthrough",
                                                "sekisho.dev/ssl-passthrough",
                                                "sekisho.dev/allow-encoded-slash",
                                                "sekisho.dev/allow-path-parameters",
                                                "sekisho.dev/load-balance",
                                                "sekisho.dev/proxy-next-upstream-tries",
                                                "sekisho.dev/backend-protocol",
                                                "sekisho.dev/backend-tls-verify",
                                                "sekisho.dev/backend-tls-ca",
                                                "sekisho.dev/backend-tls-server-name",
                                                "sekisho.dev/backend-tls-client-certificate",
                                                "sekisho.dev/",
                                                "nginx.ingress.kubernetes.io/x",
                                                "kubernetes.io/ingress.class")),
                                random.nextBoolean() ? pick(VALUES) : pick(WORDS));
        return ObjectMeta.of(
                namespace, name, Instant.ofEpochSecond(random.nextInt(3)), annotations);
    }

    private String namespace() {
        return pick(List.of("ns1", "ns1", "ns2"));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> List<T> list(int most, Supplier<? extends T> item) {
        var items = new ArrayList<T>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            items.add(item.get());
        }
        return items;
    }

    private <T> List<T> some(int count, Supplier<? extends T> item) {
        var items = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }
}
