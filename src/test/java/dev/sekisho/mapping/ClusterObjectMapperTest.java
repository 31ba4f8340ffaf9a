package dev.sekisho.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ConfigMap;
import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.cluster.EndpointSlice.SlicePort;
import dev.sekisho.cluster.IngressClass;
import dev.sekisho.cluster.Node;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.service.TrafficPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every field of every kind, and what becomes of those that are left out.
class ClusterObjectMapperTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final List<String> problems = new ArrayList<>();

    private ClusterObject map(String yaml) {
        HasMetadata object = YAML.unmarshal("---\n" + yaml);
        return ClusterObjectMapper.map(object, problems::add).orElseThrow();
    }

    private Service service(String rest) {
        return (Service) map("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n" + rest);
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
                                        new Service.Port("http", 80, "TCP", "8080", "", 30000),
                                        new Service.Port("dns", 53, "UDP", "udp-dns", "x"),
                                        new Service.Port("", 9, "TCP", "9", ""),
                                        new Service.Port("", 0, "TCP", "0", "")),
                                List.of(
                                        new PublishedAddress.Ip("192.0.2.2"),
                                        new PublishedAddress.Hostname("lb.example")),
                                List.of("192.0.2.8"),
                                new Service.Traffic(
                                        List.of("None"),
                                        TrafficPolicy.CLUSTER,
                                        TrafficPolicy.CLUSTER,
                                        0,
                                        0,
                                        List.of("192.0.2.2"),
                                        List.of(),
                                        "",
                                        false)));
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
                        """
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata: {name: e}
                        endpoints: null
                        ports: null
                        """);
        assertThat(slice)
                .isEqualTo(new EndpointSlice(ObjectMeta.of("", "e"), "", "", List.of(), List.of()));
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
