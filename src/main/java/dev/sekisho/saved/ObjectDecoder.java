package dev.sekisho.saved;

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
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Reads a state that an [ObjectEncoder] wrote, field by field in the same order.
final class ObjectDecoder {

    private final Decoder in;

    ObjectDecoder(Decoder in) {
        this.in = in;
    }

    /// Secrets that are not in it count as not saved.
    ClusterState state() throws IOException {
        var store = new ClusterStore(SecretAccess.SAVED, _ -> {});
        store.apply(in.list(this::ingressClass), List.of());
        store.apply(in.list(this::ingress), List.of());
        store.apply(in.list(this::service), List.of());
        store.apply(in.list(this::slice), List.of());
        store.apply(in.list(this::configMap), List.of());
        store.apply(in.list(this::node), List.of());
        in.list(() -> lookup(store));
        in.map(this::name).forEach(store::putName);
        return store.state();
    }

    private ObjectMeta meta() throws IOException {
        return new ObjectMeta(in.text(), in.text(), in.instant(), in.map(in::text));
    }

    private IngressClass ingressClass() throws IOException {
        return new IngressClass(meta(), in.text(), in.flag());
    }

    private Ingress ingress() throws IOException {
        return new Ingress(
                meta(),
                in.text(),
                backend(),
                in.list(this::rule),
                in.list(this::tls),
                in.list(this::address),
                in.flag());
    }

    private IngressRule rule() throws IOException {
        return new IngressRule(in.text(), in.list(this::path));
    }

    private IngressPath path() throws IOException {
        return new IngressPath(in.text(), in.text(), backend());
    }

    private IngressTls tls() throws IOException {
        return new IngressTls(in.texts(), in.text());
    }

    private IngressBackend backend() throws IOException {
        var tag = in.number();
        return switch (tag) {
            case 0 -> new IngressBackend.None();
            case 1 -> new IngressBackend.ByNumber(in.text(), in.number());
            case 2 -> new IngressBackend.ByName(in.text(), in.text());
            case 3 -> new IngressBackend.Resource(in.text(), in.text(), in.text());
            case 4 -> new IngressBackend.Malformed(in.text());
            default -> throw Decoder.unknown("backend", tag);
        };
    }

    private PublishedAddress address() throws IOException {
        return in.flag()
                ? new PublishedAddress.Ip(in.text())
                : new PublishedAddress.Hostname(in.text());
    }

    private Service service() throws IOException {
        return new Service(
                meta(),
                constant(Service.Type.values()),
                in.text(),
                in.text(),
                in.list(this::port),
                in.list(this::address),
                in.texts(),
                traffic());
    }

    private Service.Traffic traffic() throws IOException {
        return new Service.Traffic(
                in.texts(),
                constant(TrafficPolicy.values()),
                constant(TrafficPolicy.values()),
                in.number(),
                in.number(),
                in.texts(),
                in.texts(),
                in.text(),
                in.flag());
    }

    private <E extends Enum<E>> E constant(E[] all) throws IOException {
        var name = in.text();
        return Arrays.stream(all)
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IOException("no part of a Service is called as stands there"));
    }

    private Service.Port port() throws IOException {
        return new Service.Port(
                in.text(), in.number(), in.text(), in.text(), in.text(), in.number());
    }

    private EndpointSlice slice() throws IOException {
        return new EndpointSlice(
                meta(), in.text(), in.text(), in.list(this::slicePort), in.list(this::endpoint));
    }

    private SlicePort slicePort() throws IOException {
        return new SlicePort(in.text(), in.number(), in.text());
    }

    private SliceEndpoint endpoint() throws IOException {
        return new SliceEndpoint(in.texts(), in.flag(), in.flag(), in.flag(), placement());
    }

    private EndpointSlice.Placement placement() throws IOException {
        return new EndpointSlice.Placement(in.text(), in.texts(), in.texts());
    }

    private ConfigMap configMap() throws IOException {
        return new ConfigMap(meta(), in.map(in::text));
    }

    private Node node() throws IOException {
        return new Node(meta(), in.texts(), in.texts(), in.text(), in.flag());
    }

    private ObjectRef lookup(ClusterStore store) throws IOException {
        var ref = ObjectRef.secret(in.text(), in.text());
        var tag = in.number();
        store.putSecret(
                ref,
                switch (tag) {
                    case 1 -> new SecretLookup.Found(secret());
                    case 2 -> new SecretLookup.Missing();
                    case 3 -> new SecretLookup.Forbidden();
                    default -> throw Decoder.unknown("answer about a Secret", tag);
                });
        return ref;
    }

    private Secret secret() throws IOException {
        return new Secret(meta(), in.text(), in.map(() -> new SecretValue(in.bytes())));
    }

    private NameLookup name() throws IOException {
        var tag = in.number();
        return switch (tag) {
            case 0 -> new NameLookup.Pending();
            case 1 -> new NameLookup.Resolved(in.texts());
            case 2 -> new NameLookup.Failed(in.text());
            default -> throw Decoder.unknown("answer about a name", tag);
        };
    }
}
