package dev.sekisho.kube;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.mapping.AddressPoolMapper;
import dev.sekisho.mapping.EndpointSliceMapper;
import dev.sekisho.mapping.IngressClassMapper;
import dev.sekisho.mapping.IngressMapper;
import dev.sekisho.mapping.NamespaceMapper;
import dev.sekisho.mapping.NodeMapper;
import dev.sekisho.mapping.ServiceMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Stream;

/// A kind that reflectors read: where it is found, what its objects become, and which of them a
/// state already holds.
record Kind<T extends HasMetadata>(
        ResourceType resource,
        Class<T> type,
        Function<T, ClusterObject> mapper,
        Function<ClusterState, Stream<? extends ClusterObject>> known) {

    static final Kind<Ingress> INGRESS =
            new Kind<>(
                    ResourceType.INGRESSES,
                    Ingress.class,
                    IngressMapper::map,
                    state -> state.ingresses().values().stream());

    static final Kind<IngressClass> INGRESS_CLASS =
            new Kind<>(
                    ResourceType.INGRESS_CLASSES,
                    IngressClass.class,
                    IngressClassMapper::map,
                    state -> state.ingressClasses().values().stream());

    static final Kind<Service> SERVICE =
            new Kind<>(
                    ResourceType.SERVICES,
                    Service.class,
                    ServiceMapper::map,
                    state -> state.services().values().stream());

    static final Kind<EndpointSlice> SLICE =
            new Kind<>(
                    ResourceType.SLICES,
                    EndpointSlice.class,
                    EndpointSliceMapper::map,
                    state -> state.slicesByService().values().stream().flatMap(Collection::stream));

    static final Kind<Node> NODE =
            new Kind<>(
                    ResourceType.NODES,
                    Node.class,
                    NodeMapper::map,
                    state -> state.nodes().values().stream());

    static final Kind<Namespace> NAMESPACE =
            new Kind<>(
                    ResourceType.NAMESPACES,
                    Namespace.class,
                    NamespaceMapper::map,
                    state -> state.namespaces().values().stream());

    static final Kind<GenericKubernetesResource> ADDRESS_POOL =
            new Kind<>(
                    ResourceType.ADDRESS_POOLS,
                    GenericKubernetesResource.class,
                    AddressPoolMapper::map,
                    state -> state.addressPools().values().stream());
}
