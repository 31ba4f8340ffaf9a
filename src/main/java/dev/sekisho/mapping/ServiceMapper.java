package dev.sekisho.mapping;

import dev.sekisho.cluster.Service;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Maps Services (v1), with the defaults that the API server would have set.
public final class ServiceMapper {

    private static final ServiceSpec NO_SPEC = new ServiceSpec();
    private static final Service.Port NO_PORT = new Service.Port("", 0, "TCP", "0", "");

    private ServiceMapper() {}

    public static Service map(io.fabric8.kubernetes.api.model.Service object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    static Service map(io.fabric8.kubernetes.api.model.Service object, Consumer<String> problems) {
        var spec = Objects.requireNonNullElse(object.getSpec(), NO_SPEC);
        var status = object.getStatus();
        return new Service(
                MetaMapper.namespaced(object, problems),
                type(Text.orEmpty(spec.getType()), problems),
                Canonical.text(spec.getClusterIP()),
                Text.orEmpty(spec.getExternalName()),
                Canonical.list(Lists.map(spec.getPorts(), ServiceMapper::port)),
                Addresses.ofService(status == null ? null : status.getLoadBalancer()),
                Lists.texts(spec.getExternalIPs()),
                TrafficMapper.map(object, spec),
                BalancerMapper.map(object, spec));
    }

    private static Service.Type type(String type, Consumer<String> problems) {
        return switch (type) {
            case "", "ClusterIP" -> Service.Type.CLUSTER_IP;
            case "NodePort" -> Service.Type.NODE_PORT;
            case "LoadBalancer" -> Service.Type.LOAD_BALANCER;
            case "ExternalName" -> Service.Type.EXTERNAL_NAME;
            default -> {
                problems.accept(
                        "spec.type is "
                                + Text.quoted(type)
                                + ", expected ClusterIP, NodePort, LoadBalancer or ExternalName");
                yield Service.Type.CLUSTER_IP;
            }
        };
    }

    private static Service.Port port(@Nullable ServicePort port) {
        if (port == null) {
            return NO_PORT;
        }
        var number = Text.orZero(port.getPort());
        return new Service.Port(
                Canonical.text(port.getName()),
                number,
                Protocol.orTcp(port.getProtocol()),
                target(port.getTargetPort(), number),
                Canonical.text(port.getAppProtocol()),
                Text.orZero(port.getNodePort()));
    }

    private static String target(@Nullable IntOrString target, int port) {
        var number = target == null ? null : target.getIntVal();
        var name = target == null ? null : target.getStrVal();
        if (number != null && number != 0) {
            return Canonical.text(Integer.toString(number));
        }
        return Canonical.text(name == null || name.isEmpty() ? Integer.toString(port) : name);
    }
}
