package dev.sekisho.mapping;

import dev.sekisho.cluster.ClusterObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Optional;
import java.util.function.Consumer;

/// Maps an API object of any kind.
public final class ClusterObjectMapper {

    /// For objects that an API server gave: it lets nothing through that would be reported.
    static final Consumer<String> TRUSTED = _ -> {};

    private ClusterObjectMapper() {}

    /// The record of an object, empty for kinds that Sekisho does not read.
    public static Optional<ClusterObject> map(HasMetadata object) {
        return map(object, TRUSTED);
    }

    /// As above; `problems` hears, one sentence each, of what the record cannot hold and so lacks.
    public static Optional<ClusterObject> map(HasMetadata object, Consumer<String> problems) {
        return switch (object) {
            case Ingress it -> Optional.of(IngressMapper.map(it, problems));
            case IngressClass it -> Optional.of(IngressClassMapper.map(it, problems));
            case Service it -> Optional.of(ServiceMapper.map(it, problems));
            case EndpointSlice it -> Optional.of(EndpointSliceMapper.map(it));
            case Secret it -> Optional.of(SecretMapper.map(it, problems));
            case ConfigMap it -> Optional.of(ConfigMapMapper.map(it, problems));
            case Node it -> Optional.of(NodeMapper.map(it, problems));
            case Namespace it -> Optional.of(NamespaceMapper.map(it, problems));
            case GenericKubernetesResource it when AddressPoolMapper.isOne(it) ->
                    Optional.of(AddressPoolMapper.map(it, problems));
            default -> Optional.empty();
        };
    }
}
