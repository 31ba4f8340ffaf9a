package dev.sekisho.saved;

import dev.sekisho.cluster.ClusterState;
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
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/// Writes all that a state knows, but what the source said of its own input, and what only the
/// choice of load balancer addresses asks for, which a stale state does not make; [ObjectDecoder]
/// reads it. Whoever changes what is written here raises [StateFile#VERSION].
final class ObjectEncoder {

    private final Encoder out;
    private final SavedSecrets secrets;

    ObjectEncoder(Encoder out, SavedSecrets secrets) {
        this.out = out;
        this.secrets = secrets;
    }

    void state(ClusterState state) throws IOException {
        out.list(state.ingressClasses().values(), this::ingressClass);
        out.list(state.ingresses().values(), this::ingress);
        out.list(state.services().values(), this::service);
        out.list(
                state.slicesByService().values().stream().flatMap(Collection::stream).toList(),
                this::slice);
        out.list(state.configMaps().values(), this::configMap);
        out.list(state.nodes().values(), this::node);
        var lookups = state.secrets().entrySet().stream().filter(this::isSaved).toList();
        out.<Map.Entry<ObjectRef, SecretLookup>>list(
                lookups, entry -> lookup(entry.getKey(), entry.getValue()));
        out.map(state.names(), this::name);
    }

    private boolean isSaved(Map.Entry<ObjectRef, SecretLookup> entry) {
        return switch (entry.getValue()) {
            case SecretLookup.Found _ -> secrets == SavedSecrets.KEPT;
            case SecretLookup.Missing(), SecretLookup.Forbidden() -> true;
            case SecretLookup.Pending(), SecretLookup.Unsaved() -> false;
        };
    }

    private void meta(ObjectMeta meta) throws IOException {
        out.text(meta.namespace());
        out.text(meta.name());
        out.instant(meta.created());
        out.map(meta.annotations(), out::text);
    }

    private void ingressClass(IngressClass it) throws IOException {
        meta(it.meta());
        out.text(it.controller());
        out.flag(it.isDefault());
    }

    private void ingress(Ingress it) throws IOException {
        meta(it.meta());
        out.text(it.className());
        backend(it.defaultBackend());
        out.list(it.rules(), this::rule);
        out.list(it.tls(), this::tls);
        out.list(it.status(), this::address);
        out.flag(it.statusIsOurs());
    }

    private void rule(IngressRule it) throws IOException {
        out.text(it.host());
        out.list(it.paths(), this::path);
    }

    private void path(IngressPath it) throws IOException {
        out.text(it.path());
        out.text(it.pathType());
        backend(it.backend());
    }

    private void tls(IngressTls it) throws IOException {
        out.texts(it.hosts());
        out.text(it.secretName());
    }

    private void backend(IngressBackend it) throws IOException {
        switch (it) {
            case IngressBackend.None() -> out.number(0);
            case IngressBackend.ByNumber(var service, var port) -> {
                out.number(1);
                out.text(service);
                out.number(port);
            }
            case IngressBackend.ByName(var service, var port) -> {
                out.number(2);
                out.text(service);
                out.text(port);
            }
            case IngressBackend.Resource(var group, var kind, var name) -> {
                out.number(3);
                out.text(group);
                out.text(kind);
                out.text(name);
            }
            case IngressBackend.Malformed(var problem) -> {
                out.number(4);
                out.text(problem);
            }
        }
    }

    private void address(PublishedAddress it) throws IOException {
        out.flag(it instanceof PublishedAddress.Ip);
        out.text(it.text());
    }

    private void service(Service it) throws IOException {
        meta(it.meta());
        out.text(it.type().name());
        out.text(it.clusterIp());
        out.text(it.externalName());
        out.list(it.ports(), this::port);
        out.list(it.addresses(), this::address);
        out.texts(it.externalIps());
        traffic(it.traffic());
    }

    private void traffic(Service.Traffic it) throws IOException {
        out.texts(it.clusterIps());
        out.text(it.internalPolicy().name());
        out.text(it.externalPolicy().name());
        out.number(it.healthCheckNodePort());
        out.number(it.affinitySeconds());
        out.texts(it.virtualIps());
        out.texts(it.sourceRanges());
        out.text(it.loadBalancerClass());
        out.flag(it.isLeftToOthers());
    }

    private void port(Service.Port it) throws IOException {
        out.text(it.name());
        out.number(it.port());
        out.text(it.protocol());
        out.text(it.target());
        out.text(it.appProtocol());
        out.number(it.nodePort());
    }

    private void slice(EndpointSlice it) throws IOException {
        meta(it.meta());
        out.text(it.service());
        out.text(it.addressType());
        out.list(it.ports(), this::slicePort);
        out.list(it.endpoints(), this::endpoint);
    }

    private void slicePort(SlicePort it) throws IOException {
        out.text(it.name());
        out.number(it.port());
        out.text(it.protocol());
    }

    private void endpoint(SliceEndpoint it) throws IOException {
        out.texts(it.addresses());
        out.flag(it.ready());
        out.flag(it.serving());
        out.flag(it.terminating());
        placement(it.placement());
    }

    private void placement(EndpointSlice.Placement it) throws IOException {
        out.text(it.node());
        out.texts(it.forZones());
        out.texts(it.forNodes());
    }

    private void configMap(ConfigMap it) throws IOException {
        meta(it.meta());
        out.map(it.data(), out::text);
    }

    private void node(Node it) throws IOException {
        meta(it.meta());
        out.texts(it.externalIps());
        out.texts(it.internalIps());
        out.text(it.zone());
        out.flag(it.leaves());
    }

    private void lookup(ObjectRef ref, SecretLookup lookup) throws IOException {
        out.text(ref.namespace());
        out.text(ref.name());
        switch (lookup) {
            case SecretLookup.Found(var secret) -> {
                out.number(1);
                secret(secret);
            }
            case SecretLookup.Missing() -> out.number(2);
            case SecretLookup.Forbidden() -> out.number(3);
            case SecretLookup.Pending(), SecretLookup.Unsaved() ->
                    throw new IllegalStateException("nothing to save about " + ref);
        }
    }

    private void secret(Secret it) throws IOException {
        meta(it.meta());
        out.text(it.type());
        out.map(it.data(), value -> out.bytes(value.bytes()));
    }

    private void name(NameLookup lookup) throws IOException {
        switch (lookup) {
            case NameLookup.Pending() -> out.number(0);
            case NameLookup.Resolved(var addresses) -> {
                out.number(1);
                out.texts(addresses);
            }
            case NameLookup.Failed(var problem) -> {
                out.number(2);
                out.text(problem);
            }
        }
    }
}
