package dev.sekisho.manifests;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The kinds that are read, by `apiVersion/kind`.
final class Kinds {

    private static final String NETWORKING = "networking.k8s.io/v1";
    private static final String DISCOVERY = "discovery.k8s.io/v1";

    private static final Map<String, Class<? extends HasMetadata>> READ =
            Map.of(
                    NETWORKING + "/Ingress",
                    Ingress.class,
                    NETWORKING + "/IngressClass",
                    IngressClass.class,
                    DISCOVERY + "/EndpointSlice",
                    EndpointSlice.class,
                    "v1/Service",
                    Service.class,
                    "v1/Secret",
                    Secret.class,
                    "v1/ConfigMap",
                    ConfigMap.class,
                    "v1/Namespace",
                    Namespace.class,
                    "v1/Node",
                    Node.class,
                    "sekisho.dev/v1alpha1/AddressPool",
                    GenericKubernetesResource.class);

    private static final Set<String> CLUSTER_SCOPED =
            Set.of("AddressPool", "IngressClass", "Namespace", "Node");

    private static final Map<String, String> RETIRED =
            Map.of(
                    "extensions/v1beta1/Ingress", NETWORKING,
                    "networking.k8s.io/v1beta1/Ingress", NETWORKING,
                    "networking.k8s.io/v1beta1/IngressClass", NETWORKING,
                    "discovery.k8s.io/v1beta1/EndpointSlice", DISCOVERY);

    private Kinds() {}

    static Optional<Class<? extends HasMetadata>> type(String apiVersion, String kind) {
        return Optional.ofNullable(READ.get(apiVersion + "/" + kind));
    }

    /// The version that replaced one which API servers no longer serve.
    static Optional<String> successor(String apiVersion, String kind) {
        return Optional.ofNullable(RETIRED.get(apiVersion + "/" + kind));
    }

    static boolean isNamespaced(String kind) {
        return !CLUSTER_SCOPED.contains(kind);
    }
}
