package dev.sekisho.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.ClusterObject;
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
import dev.sekisho.cluster.Node;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every field of every kind, and what becomes of those that are left out.
class ClusterObjectMapperTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final List<String> problems = new ArrayList<>();

    private ClusterObject map(String yaml) {
        HasMetadata object = YAML.unmarshal("---\n" + yaml);
        return ClusterObjectMapper.map(object, problems::add).orElseThrow();
    }

    private Ingress ingress(String rest) {
        return (Ingress)
                map(
                        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\n"
                                + rest);
    }

    private Service service(String rest) {
        return (Service) map("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n" + rest);
    }

    @Test
    void anIngressWithAllItsFields() {
        var ingress =
                map(
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: Ingress
                        metadata:
                          name: web
                          namespace: shop
                          creationTimestamp: "2026-01-31T12:00:00Z"
                          annotations:
                            sekisho.dev/ssl-redirect: "true"
                            nginx.ingress.kubernetes.io/rewrite-target: /
                            kubernetes.io/ingress.class: sekisho
                            kubectl.kubernetes.io/last-applied-configuration: "{}"
                            sekisho.devious/x: "1"
                          managedFields:
                          - {manager: kubectl, operation: Update, apiVersion: v1}
                          - {manager: sekisho, operation: Apply, subresource: status}
                        spec:
                          ingressClassName: sekisho
                          defaultBackend: {service: {name: fallback, port: {name: http}}}
                          rules:
                          - host: shop.example
                            http:
                              paths:
                              - path: /api
                                pathType: Prefix
                                backend: {service: {name: api, port: {number: 8080}}}
                          - http:
                              paths:
                              - pathType: Exact
                                backend:
                                  resource: {apiGroup: k8s.example.com, kind: Bucket, name: b}
                          - host: bare.example
                          tls:
                          - hosts: [shop.example, www.shop.example]
                            secretName: cert
                          - {}
                        status:
                          loadBalancer:
                            ingress:
                            - ip: 192.0.2.1
                            - hostname: lb.example
                              ports: [{port: 80, protocol: TCP}]
                            - {}
                        """);
        assertThat(ingress)
                .isEqualTo(
                        new Ingress(
                                ObjectMeta.of(
                                        "shop",
                                        "web",
                                        Instant.parse("2026-01-31T12:00:00Z"),
                                        Map.of(
                                                "sekisho.dev/ssl-redirect",
                                                "true",
                                                "nginx.ingress.kubernetes.io/rewrite-target",
                                                "/",
                                                "kubernetes.io/ingress.class",
                                                "sekisho")),
                                "sekisho",
                                new IngressBackend.ByName("fallback", "http"),
                                List.of(
                                        new IngressRule(
                                                "shop.example",
                                                List.of(
                                                        new IngressPath(
                                                                "/api",
                                                                "Prefix",
                                                                new IngressBackend.ByNumber(
                                                                        "api", 8080)))),
                                        new IngressRule(
                                                "",
                                                List.of(
                                                        new IngressPath(
                                                                "",
                                                                "Exact",
                                                                new IngressBackend.Resource(
                                                                        "k8s.example.com",
                                                                        "Bucket",
                                                                        "b")))),
                                        new IngressRule("bare.example", List.of())),
                                List.of(
                                        new IngressTls(
                                                List.of("shop.example", "www.shop.example"),
                                                "cert"),
                                        new IngressTls(List.of(), "")),
                                List.of(
                                        new PublishedAddress.Ip("192.0.2.1"),
                                        new PublishedAddress.Hostname("lb.example")),
                                true));
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | names neither a service nor a resource",
                "{service: {name: a, port: {number: 1}}, resource: {kind: B, name: b}} | names both a service and a resource",
                "{service: {port: {number: 1}}} | service has no name",
                "{service: {name: a}} | service.port has neither a name nor a number",
                "{service: {name: a, port: {}}} | service.port has neither a name nor a number",
                "{service: {name: a, port: {name: x, number: 1}}} | service.port has both a name and a number",
            })
    void aBackendThatNamesNothingDefiniteIsMalformed(String backend, String problem) {
        assertThat(ingress("spec: {defaultBackend: " + backend + "}").defaultBackend())
                .isEqualTo(new IngressBackend.Malformed(problem));
    }

    @Test
    void portNumbersAreKeptAsWritten() {
        assertThat(
                        ingress("spec: {defaultBackend: {service: {name: a, port: {number: 0}}}}")
                                .defaultBackend())
                .isEqualTo(new IngressBackend.ByNumber("a", 0));
        assertThat(
                        ingress(
                                        "spec: {defaultBackend: {service: {name: a, port: {number:"
                                                + " -7}}}}")
                                .defaultBackend())
                .isEqualTo(new IngressBackend.ByNumber("a", -7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spec:",
                "spec: {}",
                "spec: {rules: null, tls: null, defaultBackend: null}",
                "status: {loadBalancer: null}",
                "status: {loadBalancer: {ingress: null}}",
                "status: {loadBalancer: {ingress: [null]}}",
            })
    void anIngressThatSaysNothingIsEmpty(String rest) {
        assertThat(ingress(rest))
                .isEqualTo(
                        new Ingress(
                                ObjectMeta.of("", "i"),
                                "",
                                new IngressBackend.None(),
                                List.of(),
                                List.of(),
                                List.of(),
                                false));
    }

    @Test
    void emptyElementsAreEmptyObjects() {
        var ingress =
                ingress(
                        "spec: {rules: [null, {http: null}, {http: {paths: null}},"
                                + " {http: {paths: [null]}}], tls: [null, {hosts: [null]}]}");
        assertThat(ingress.rules())
                .containsExactly(
                        new IngressRule("", List.of()),
                        new IngressRule("", List.of()),
                        new IngressRule("", List.of()),
                        new IngressRule(
                                "", List.of(new IngressPath("", "", new IngressBackend.None()))));
        assertThat(ingress.tls())
                .containsExactly(
                        new IngressTls(List.of(), ""), new IngressTls(List.of(""), ""));
    }

    @ParameterizedTest
    @CsvSource({
        "sekisho, status, true",
        "sekisho, '', false",
        "kubectl, status, false",
    })
    void theStatusIsOursIfOurFieldManagerWroteIt(String manager, String part, boolean ours) {
        var yaml =
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: i, managedFields: [null, {manager: %s, subresource: '%s'}]}
                """;
        assertThat(((Ingress) map(yaml.formatted(manager, part))).statusIsOurs()).isEqualTo(ours);
    }

    @Test
    void aServiceWithAllItsFields() {
        var service =
                service(
                        """
                        spec:
                          type: LoadBalancer
                          clusterIP: None
                          externalName: db.example
                          externalIPs: [192.0.2.8]
                          ports:
                          - {name: http, port: 80, targetPort: 8080, protocol: TCP, nodePort: 30000}
                          - {name: dns, port: 53, targetPort: udp-dns, protocol: UDP, appProtocol: x}
                          - {port: 9}
                          - null
                        status:
                          loadBalancer: {ingress: [{ip: 192.0.2.2, hostname: lb.example}, null]}
                        """);
        assertThat(service)
                .isEqualTo(
                        new Service(
                                ObjectMeta.of("", "s"),
                                Service.Type.LOAD_BALANCER,
                                "None",
                                "db.example",
                                List.of(
                                        new Service.Port("http", 80, "TCP", "8080", ""),
                                        new Service.Port("dns", 53, "UDP", "udp-dns", "x"),
                                        new Service.Port("", 9, "TCP", "9", ""),
                                        new Service.Port("", 0, "TCP", "0", "")),
                                List.of(
                                        new PublishedAddress.Ip("192.0.2.2"),
                                        new PublishedAddress.Hostname("lb.example")),
                                List.of("192.0.2.8")));
        assertThat(service.isHeadless()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterIP, CLUSTER_IP",
        "NodePort, NODE_PORT",
        "LoadBalancer, LOAD_BALANCER",
        "ExternalName, EXTERNAL_NAME",
        "'', CLUSTER_IP",
    })
    void serviceTypes(String word, Service.Type type) {
        assertThat(service("spec: {type: '" + word + "'}").type()).isEqualTo(type);
        assertThat(problems).isEmpty();
    }

    @Test
    void anUnknownServiceTypeIsReported() {
        service("spec: {type: 'Magic\n\n'}");
        assertThat(problems)
                .containsExactly(
                        "spec.type is \"Magic\uFFFD\", expected ClusterIP, NodePort, LoadBalancer"
                                + " or ExternalName");
    }

    @Test
    void aSliceWithAllItsFields() {
        var slice =
                map(
                        """
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata:
                          name: web-x
                          namespace: shop
                          labels: {kubernetes.io/service-name: web}
                        addressType: IPv4
                        ports:
                        - {name: http, port: 8080, protocol: TCP}
                        - {}
                        - null
                        endpoints:
                        - addresses: [10.0.0.1, 10.0.0.2]
                        - addresses: [10.0.0.3]
                          conditions: {ready: null}
                        - addresses: [10.0.0.4]
                          conditions: {ready: false, serving: true, terminating: true}
                        - conditions: {ready: false, serving: false, terminating: false}
                        - null
                        """);
        assertThat(slice)
                .isEqualTo(
                        new EndpointSlice(
                                ObjectMeta.of("shop", "web-x"),
                                "web",
                                "IPv4",
                                List.of(
                                        new SlicePort("http", 8080, "TCP"),
                                        new SlicePort("", 0, "TCP"),
                                        new SlicePort("", 0, "TCP")),
                                List.of(
                                        endpoint(true, true, false, "10.0.0.1", "10.0.0.2"),
                                        endpoint(true, true, false, "10.0.0.3"),
                                        endpoint(false, true, true, "10.0.0.4"),
                                        endpoint(false, false, false),
                                        endpoint(true, true, false))));
    }

    private static SliceEndpoint endpoint(
            boolean ready, boolean serving, boolean terminating, String... addresses) {
        return new SliceEndpoint(List.of(addresses), ready, serving, terminating);
    }

    @Test
    void aSliceThatSaysNothingIsEmpty() {
        var slice =
                map(
                        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: e}\n"
                                + "endpoints: null\nports: null\n");
        assertThat(slice)
                .isEqualTo(
                        new EndpointSlice(
                                ObjectMeta.of("", "e"), "", "", List.of(), List.of()));
    }

    @Test
    void whatManySlicesRepeatIsSharedBetweenThem() {
        var yaml =
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s, namespace: shared-namespace}
                ports: [{name: shared-port, port: 8080}]
                """;
        var one = (EndpointSlice) map(yaml.formatted("a"));
        var two = (EndpointSlice) map(yaml.formatted("b"));
        assertThat(one.ports()).isSameAs(two.ports());
        assertThat(one.meta().namespace()).isSameAs(two.meta().namespace());
    }

    @Test
    void stringDataOfASecretWinsOverData() {
        var secret =
                (Secret)
                        map(
                                """
                                apiVersion: v1
                                kind: Secret
                                type: kubernetes.io/tls
                                metadata: {name: s}
                                data: {a: aGk=, b: aGk=, empty: "", none: null, folded: "aG\\nk="}
                                stringData: {b: hä, c: x}
                                """);
        assertThat(secret.type()).isEqualTo("kubernetes.io/tls");
        assertThat(secret.data())
                .isEqualTo(
                        Map.of(
                                "a", value("hi"),
                                "b", value("hä"),
                                "c", value("x"),
                                "empty", value(""),
                                "none", value(""),
                                "folded", value("hi")));
        assertThat(problems).isEmpty();
    }

    private static SecretValue value(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSecretThatIsNotBase64NamesTheKeyOnly() {
        var secret =
                (Secret)
                        map(
                                "{apiVersion: v1, kind: Secret, metadata: {name: s},"
                                        + " data: {good: aGk=, bad: hunter2!}}");
        assertThat(problems).containsExactly("data[\"bad\"] is not base64");
        assertThat(secret.data()).containsOnlyKeys("good");
        assertThat(secret.type()).isEqualTo("Opaque");
    }

    @Test
    void classesConfigMapsNamespacesAndNodes() {
        var ingressClass =
                map(
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: IngressClass
                        metadata:
                          name: sekisho
                          annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
                        spec: {controller: sekisho.dev/ingress-controller}
                        """);
        assertThat((IngressClass) ingressClass)
                .extracting(IngressClass::controller, IngressClass::isDefault)
                .containsExactly("sekisho.dev/ingress-controller", true);
        assertThat(map("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}}"))
                .isInstanceOfSatisfying(
                        ConfigMap.class, it -> assertThat(it.data()).isEqualTo(Map.of("a", "b")));
        assertThat(map("{apiVersion: v1, kind: Namespace, metadata: {name: n}}").ref())
                .isEqualTo(new ObjectRef("Namespace", "", "n"));
        assertThat(
                        map(
                                "{apiVersion: v1, kind: Node, metadata: {name: n}, status: {addresses:"
                                        + " [null, {type: InternalIP, address: 10.0.0.1}, {type:"
                                        + " ExternalIP, address: 192.0.2.1}, {type: Hostname, address:"
                                        + " n}, {type: InternalIP, address: 'fd00::1'}]}}"))
                .isEqualTo(
                        new Node(
                                ObjectMeta.of("", "n"),
                                List.of("192.0.2.1"),
                                List.of("10.0.0.1", "fd00::1")));
    }

    @Test
    void otherKindsAreNothing() {
        HasMetadata pod = YAML.unmarshal("---\n{apiVersion: v1, kind: Pod, metadata: {name: p}}");
        assertThat(ClusterObjectMapper.map(pod)).isEmpty();
    }

    @Test
    void aTimeThatIsNoneIsReported() {
        map("{apiVersion: v1, kind: Service, metadata: {name: s, creationTimestamp: yesterday}}");
        assertThat(problems)
                .containsExactly(
                        "metadata.creationTimestamp is \"yesterday\", expected a time such as"
                                + " 2026-01-31T12:00:00Z");
    }

    @Test
    void metadataMayBeMissingAltogether() {
        assertThat(ServiceMapper.map(new io.fabric8.kubernetes.api.model.Service()).meta())
                .isEqualTo(ObjectMeta.of("", ""));
    }
}
