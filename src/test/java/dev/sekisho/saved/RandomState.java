package dev.sekisho.saved;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.ConfigMap;
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
import dev.sekisho.cluster.Node;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.service.TrafficPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// States with objects of every kind and any content, the same for the same seed.
final class RandomState {

    private final Random random;

    RandomState(long seed) {
        this.random = new Random(seed);
    }

    ClusterState state() {
        var store = new ClusterStore(SecretAccess.SAVED, _ -> {});
        var objects = new ArrayList<ClusterObject>();
        objects.addAll(list(this::ingressClass));
        objects.addAll(list(this::ingress));
        objects.addAll(list(this::service));
        objects.addAll(list(this::slice));
        objects.addAll(list(this::configMap));
        objects.addAll(list(this::node));
        store.apply(objects, List.of());
        list(this::text).forEach(name -> store.putSecret(ObjectRef.secret("a", name), lookup()));
        list(this::secret)
                .forEach(secret -> store.putSecret(secret.ref(), new SecretLookup.Found(secret)));
        list(this::text).forEach(name -> store.putName(name, name()));
        return store.state();
    }

    private IngressClass ingressClass() {
        return new IngressClass(meta(), text(), random.nextBoolean());
    }

    private Ingress ingress() {
        return new Ingress(
                meta(),
                text(),
                backend(),
                list(() -> new IngressRule(text(), list(this::path))),
                list(() -> new IngressTls(list(this::text), text())),
                list(this::address),
                random.nextBoolean());
    }

    private IngressPath path() {
        return new IngressPath(text(), text(), backend());
    }

    private IngressBackend backend() {
        return switch (random.nextInt(5)) {
            case 0 -> new IngressBackend.None();
            case 1 -> new IngressBackend.ByNumber(text(), number());
            case 2 -> new IngressBackend.ByName(text(), text());
            case 3 -> new IngressBackend.Resource(text(), text(), text());
            default -> new IngressBackend.Malformed(text());
        };
    }

    private PublishedAddress address() {
        return random.nextBoolean()
                ? new PublishedAddress.Ip(text())
                : new PublishedAddress.Hostname(text());
    }

    private Service service() {
        var types = Service.Type.values();
        return new Service(
                meta(),
                types[random.nextInt(types.length)],
                text(),
                text(),
                list(() -> new Service.Port(text(), number(), text(), text(), text(), number())),
                list(this::address),
                list(this::text),
                traffic());
    }

    private Service.Traffic traffic() {
        return new Service.Traffic(
                list(this::text),
                policy(),
                policy(),
                number(),
                number(),
                list(this::text),
                list(this::text),
                text(),
                random.nextBoolean());
    }

    private TrafficPolicy policy() {
        return random.nextBoolean() ? TrafficPolicy.LOCAL : TrafficPolicy.CLUSTER;
    }

    private EndpointSlice slice() {
        return new EndpointSlice(
                meta(),
                text(),
                text(),
                list(() -> new SlicePort(text(), number(), text())),
                list(() ->
                        new SliceEndpoint(
                                list(this::text),
                                random.nextBoolean(),
                                random.nextBoolean(),
                                random.nextBoolean(),
                                new EndpointSlice.Placement(
                                        text(), list(this::text), list(this::text)))));
    }

    private ConfigMap configMap() {
        return new ConfigMap(meta(), map(this::text));
    }

    private Node node() {
        return new Node(meta(), list(this::text), list(this::text), text(), random.nextBoolean());
    }

    private Secret secret() {
        return new Secret(meta(), text(), map(() -> new SecretValue(bytes())));
    }

    private SecretLookup lookup() {
        return random.nextBoolean() ? new SecretLookup.Missing() : new SecretLookup.Forbidden();
    }

    private NameLookup name() {
        return random.nextBoolean()
                ? new NameLookup.Resolved(list(this::text))
                : new NameLookup.Failed(text());
    }

    private ObjectMeta meta() {
        var created = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        return new ObjectMeta(text(), text(), created, map(this::text));
    }

    private int number() {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(65536);
            default -> -1;
        };
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Any sixteen bits are a letter, halves of surrogate pairs among them.
    private String text() {
        var text = new StringBuilder();
        for (var length = random.nextInt(5); length > 0; length--) {
            var letter = random.nextBoolean() ? 'a' + random.nextInt(3) : random.nextInt(0x10000);
            text.append((char) letter);
        }
        return text.toString();
    }

    private <V> SortedMap<String, V> map(Supplier<V> value) {
        var map = new TreeMap<String, V>();
        list(this::text).forEach(key -> map.put(key, value.get()));
        return map;
    }

    private <T> List<T> list(Supplier<? extends T> item) {
        var items = new ArrayList<T>();
        for (var count = random.nextInt(4); count > 0; count--) {
            items.add(item.get());
        }
        return items;
    }
}
