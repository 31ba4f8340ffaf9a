package dev.sekisho.mapping;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.cluster.IngressPath;
import dev.sekisho.cluster.IngressRule;
import dev.sekisho.cluster.IngressTls;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressStatus;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Maps Ingresses (networking.k8s.io/v1).
public final class IngressMapper {

    /// The field manager under which Sekisho writes to the API server.
    public static final String FIELD_MANAGER = "sekisho";

    private static final IngressSpec NO_SPEC = new IngressSpec();
    private static final IngressBackend NO_BACKEND = new IngressBackend.None();

    private IngressMapper() {}

    public static Ingress map(io.fabric8.kubernetes.api.model.networking.v1.Ingress object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    static Ingress map(
            io.fabric8.kubernetes.api.model.networking.v1.Ingress object,
            Consumer<String> problems) {
        var spec = Objects.requireNonNullElse(object.getSpec(), NO_SPEC);
        return new Ingress(
                MetaMapper.namespaced(object, problems),
                Canonical.text(spec.getIngressClassName()),
                backend(spec.getDefaultBackend()),
                Lists.map(spec.getRules(), IngressMapper::rule),
                Lists.map(spec.getTls(), IngressMapper::tls),
                Canonical.list(Addresses.ofIngress(loadBalancer(object.getStatus()))),
                statusIsOurs(object.getMetadata()));
    }

    private static IngressRule rule(
            io.fabric8.kubernetes.api.model.networking.v1.@Nullable IngressRule rule) {
        if (rule == null) {
            return new IngressRule("", List.of());
        }
        var http = rule.getHttp();
        var paths = http == null ? null : http.getPaths();
        return new IngressRule(
                Canonical.text(rule.getHost()), Lists.map(paths, IngressMapper::path));
    }

    private static IngressPath path(@Nullable HTTPIngressPath path) {
        if (path == null) {
            return new IngressPath("", "", NO_BACKEND);
        }
        return new IngressPath(
                Canonical.text(path.getPath()),
                Canonical.text(path.getPathType()),
                backend(path.getBackend()));
    }

    private static IngressBackend backend(
            io.fabric8.kubernetes.api.model.networking.v1.@Nullable IngressBackend backend) {
        if (backend == null) {
            return NO_BACKEND;
        }
        var service = backend.getService();
        var resource = backend.getResource();
        if (service != null && resource != null) {
            return new IngressBackend.Malformed("names both a service and a resource");
        }
        if (resource != null) {
            return resource(resource);
        }
        return service == null
                ? new IngressBackend.Malformed("names neither a service nor a resource")
                : service(service);
    }

    private static IngressBackend resource(TypedLocalObjectReference resource) {
        return new IngressBackend.Resource(
                Canonical.text(resource.getApiGroup()),
                Canonical.text(resource.getKind()),
                Text.orEmpty(resource.getName()));
    }

    private static IngressBackend service(IngressServiceBackend service) {
        var name = Canonical.text(service.getName());
        var port = service.getPort();
        var portName = port == null ? "" : Canonical.text(port.getName());
        var number = port == null ? null : port.getNumber();
        if (name.isEmpty()) {
            return new IngressBackend.Malformed("service has no name");
        }
        // A zero beside a name is how clients that cannot leave fields out write "by name".
        if (!portName.isEmpty()) {
            return Text.orZero(number) == 0
                    ? new IngressBackend.ByName(name, portName)
                    : new IngressBackend.Malformed("service.port has both a name and a number");
        }
        return number == null
                ? new IngressBackend.Malformed("service.port has neither a name nor a number")
                : new IngressBackend.ByNumber(name, number);
    }

    private static IngressTls tls(
            io.fabric8.kubernetes.api.model.networking.v1.@Nullable IngressTLS tls) {
        if (tls == null) {
            return new IngressTls(List.of(), "");
        }
        return new IngressTls(Lists.texts(tls.getHosts()), Canonical.text(tls.getSecretName()));
    }

    private static io.fabric8.kubernetes.api.model.networking.v1.@Nullable IngressLoadBalancerStatus
            loadBalancer(@Nullable IngressStatus status) {
        return status == null ? null : status.getLoadBalancer();
    }

    private static boolean statusIsOurs(io.fabric8.kubernetes.api.model.@Nullable ObjectMeta meta) {
        if (meta == null || meta.getManagedFields() == null) {
            return false;
        }
        return meta.getManagedFields().stream().anyMatch(IngressMapper::isOurStatus);
    }

    private static boolean isOurStatus(@Nullable ManagedFieldsEntry entry) {
        return entry != null
                && FIELD_MANAGER.equals(entry.getManager())
                && "status".equals(entry.getSubresource());
    }
}
