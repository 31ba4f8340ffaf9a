package dev.sekisho.it;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// A namespace of one test, and an IngressClass of the same name; both end with the test.
final class TestNamespace implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PERMISSIONS =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: $NAME}
            rules:
              - {apiGroups: [networking.k8s.io], resources: [ingresses, ingressclasses], verbs: [get, list, watch]}
              - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [get, list, watch]}
              - {apiGroups: [""], resources: [services, nodes], verbs: [get, list, watch]}
              - {apiGroups: [events.k8s.io], resources: [events], verbs: [create, patch]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: $NAME-status}
            rules:
              - {apiGroups: [networking.k8s.io], resources: [ingresses/status], verbs: [patch, update]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: $NAME}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: $NAME}
            subjects: [{kind: ServiceAccount, namespace: $NAME, name: sekisho}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: $NAME-status}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: $NAME-status}
            subjects: [{kind: ServiceAccount, namespace: $NAME, name: sekisho}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: sekisho, namespace: $NAME}
            rules:
              - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, update, patch]}
              - {apiGroups: [""], resources: [secrets], verbs: [get, watch]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: sekisho, namespace: $NAME}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: sekisho}
            subjects: [{kind: ServiceAccount, namespace: $NAME, name: sekisho}]
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: sekisho, namespace: $NAME}
            """;

    private final TestCluster cluster;
    private final String name;

    private TestNamespace(TestCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /// A namespace with the service account that a gateway needs, and an IngressClass for it.
    static TestNamespace create(TestCluster cluster) {
        var random = new byte[4];
        RANDOM.nextBytes(random);
        var namespace = new TestNamespace(cluster, "it-" + HexFormat.of().formatHex(random));
        namespace.apply(
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: $NAME}
                ---
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: $NAME}
                spec: {controller: sekisho.dev/ingress-controller}
                """);
        namespace.apply(PERMISSIONS);
        return namespace;
    }

    TestCluster cluster() {
        return cluster;
    }

    KubernetesClient client() {
        return cluster.client();
    }

    String name() {
        return name;
    }

    /// The host of an Ingress of this test, so that no other test's requests can match.
    String host(String label) {
        return label + "." + name + ".example";
    }

    /// Applies objects; `$NAME` stands for the name of this namespace and of its class.
    void apply(String yaml) {
        var bytes = yaml.replace("$NAME", name).getBytes(StandardCharsets.UTF_8);
        client().load(new ByteArrayInputStream(bytes)).serverSideApply();
    }

    /// An Ingress for [#host] of its name, to a Service that need not be there.
    void applyIngress(String ingress, String service) {
        applyIngressOfClass(name, ingress, service);
    }

    void applyIngressOfClass(String ingressClass, String ingress, String service) {
        apply(
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, namespace: $NAME}
                spec:
                  ingressClassName: %s
                  rules: [{host: "%s", http: {paths: [%s]}}]
                """
                        .formatted(ingress, ingressClass, host(ingress), path(service)));
    }

    /// An Ingress with TLS by a Secret that need not be there.
    void applyTlsIngress(String ingress, String secret) {
        applyTlsIngressOfClass(name, ingress, secret);
    }

    void applyTlsIngressOfClass(String ingressClass, String ingress, String secret) {
        apply(
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, namespace: $NAME}
                spec:
                  ingressClassName: %s
                  tls: [{hosts: ["%s"], secretName: %s}]
                  rules: [{host: "%s", http: {paths: [%s]}}]
                """
                        .formatted(
                                ingress,
                                ingressClass,
                                host(ingress),
                                secret,
                                host(ingress),
                                path("web")));
    }

    private static String path(String service) {
        return "{path: /, pathType: Prefix, backend: {service: {name: %s, port: {number: 80}}}}"
                .formatted(service);
    }

    /// A Service without pods: a route to it answers 503, where no route answers 404.
    void applyEmptyService(String service) {
        apply(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: $NAME}
                spec: {ports: [{port: 80}]}
                """
                        .formatted(service));
    }

    void applyCertificate(String secret, TestCertificate certificate) {
        apply(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: $NAME}
                type: kubernetes.io/tls
                data: {tls.crt: %s, tls.key: %s}
                """
                        .formatted(
                                secret,
                                base64(certificate.chainPem()),
                                base64(certificate.keyPem())));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    void deleteSecret(String secret) {
        client().secrets().inNamespace(name).withName(secret).delete();
    }

    Ingress ingress(String ingress) {
        return client().network().v1().ingresses().inNamespace(name).withName(ingress).require();
    }

    /// The addresses in the status of an Ingress.
    List<String> addresses(String ingress) {
        var status = ingress(ingress).getStatus();
        if (status == null || status.getLoadBalancer() == null) {
            return List.of();
        }
        return status.getLoadBalancer().getIngress().stream()
                .map(entry -> Objects.requireNonNullElse(entry.getIp(), entry.getHostname()))
                .toList();
    }

    /// The Warning Events about an Ingress: `Reason: message`.
    List<String> warnings(String ingress) {
        return client().events().v1().events().inNamespace(name).list().getItems().stream()
                .filter(event -> event.getType().equals("Warning"))
                .filter(event -> event.getRegarding().getName().equals(ingress))
                .filter(event -> event.getRegarding().getKind().equals("Ingress"))
                .map(event -> event.getReason() + ": " + event.getNote())
                .toList();
    }

    /// Takes the permission to write statuses from the service account.
    void forbidStatus() {
        client().rbac().clusterRoleBindings().withName(name + "-status").delete();
    }

    /// Leaves the service account only these resources of `networking.k8s.io`, and no others.
    void permitReadingOnly(String... resources) {
        apply(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: $NAME}
                rules:
                  - {apiGroups: [networking.k8s.io], resources: [%s], verbs: [get, list, watch]}
                """
                        .formatted(String.join(", ", resources)));
    }

    /// A token for the service account of this namespace.
    String token() {
        return client().serviceAccounts()
                .inNamespace(name)
                .withName("sekisho")
                .tokenRequest(
                        new TokenRequestBuilder()
                                .withNewSpec()
                                .withExpirationSeconds(3600L)
                                .endSpec()
                                .build())
                .getStatus()
                .getToken();
    }

    @Override
    public void close() {
        var rbac = client().rbac();
        rbac.clusterRoleBindings().withName(name).delete();
        rbac.clusterRoleBindings().withName(name + "-status").delete();
        rbac.clusterRoles().withName(name).delete();
        rbac.clusterRoles().withName(name + "-status").delete();
        client().network().v1().ingressClasses().withName(name).delete();
        client().namespaces().withName(name).delete();
    }
}
