package dev.sekisho.kube;

import dev.sekisho.kube.KubernetesSourceSettings.Pace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/// API objects for tests, and a pace at which these need not wait.
final class Samples {

    static final Pace BRISK = retrying(Duration.ofMinutes(10));

    static final String INGRESSES = "/apis/networking.k8s.io/v1/ingresses";
    static final String SERVICES = "/api/v1/services";

    private Samples() {}

    /// Asks for refused watches again after this time.
    static Pace retrying(Duration permissionRetry) {
        return new Pace(
                2,
                Duration.ofSeconds(2),
                Duration.ofMinutes(3),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                50,
                1000,
                permissionRetry);
    }

    static String path(String collection, String namespace, String name) {
        return collection.replaceAll("([^/]+)$", "namespaces/" + namespace + "/$1/" + name);
    }

    static Ingress ingress(String namespace, String name, String host, String version) {
        return new IngressBuilder()
                .withMetadata(meta(namespace, name, version))
                .withNewSpec()
                .withIngressClassName("sekisho")
                .addNewRule()
                .withHost(host)
                .endRule()
                .endSpec()
                .build();
    }

    static Service service(String namespace, String name) {
        return new ServiceBuilder()
                .withMetadata(meta(namespace, name, "1"))
                .withNewSpec()
                .withType("ClusterIP")
                .endSpec()
                .build();
    }

    static EndpointSlice slice(String namespace, String name, String service) {
        return new EndpointSliceBuilder()
                .withMetadata(
                        new ObjectMetaBuilder(meta(namespace, name, "1"))
                                .addToLabels("kubernetes.io/service-name", service)
                                .build())
                .withAddressType("IPv4")
                .build();
    }

    static Secret secret(String namespace, String name, String version, String content) {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        return new SecretBuilder()
                .withMetadata(meta(namespace, name, version))
                .withType("kubernetes.io/tls")
                .withData(Map.of("tls.crt", Base64.getEncoder().encodeToString(bytes)))
                .build();
    }

    private static ObjectMeta meta(String namespace, String name, String version) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .withResourceVersion(version)
                .build();
    }
}
