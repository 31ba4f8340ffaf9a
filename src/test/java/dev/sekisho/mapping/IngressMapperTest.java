package dev.sekisho.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.cluster.IngressPath;
import dev.sekisho.cluster.IngressRule;
import dev.sekisho.cluster.IngressTls;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.model.PublishedAddress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every field of an Ingress, and what becomes of those that are left out.
class IngressMapperTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final List<String> problems = new ArrayList<>();

    private Ingress map(String yaml) {
        HasMetadata object = YAML.unmarshal("---\n" + yaml);
        return (Ingress) ClusterObjectMapper.map(object, problems::add).orElseThrow();
    }

    private Ingress ingress(String rest) {
        return map("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\n" + rest);
    }

    private static final String FULL =
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
            """;

    @Test
    void metadataKeepsTheAnnotationsThatSekishoReads() {
        assertThat(map(FULL).meta())
                .isEqualTo(
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
                                        "sekisho")));
        assertThat(problems).isEmpty();
    }

    @Test
    void rulesAndBackendsAreKeptAsWritten() {
        var api = new IngressBackend.ByNumber("api", 8080);
        var bucket = new IngressBackend.Resource("k8s.example.com", "Bucket", "b");
        assertThat(map(FULL).className()).isEqualTo("sekisho");
        assertThat(map(FULL).defaultBackend())
                .isEqualTo(new IngressBackend.ByName("fallback", "http"));
        assertThat(map(FULL).rules())
                .containsExactly(
                        new IngressRule(
                                "shop.example", List.of(new IngressPath("/api", "Prefix", api))),
                        new IngressRule("", List.of(new IngressPath("", "Exact", bucket))),
                        new IngressRule("bare.example", List.of()));
    }

    @Test
    void certificatesAndStatusAreKeptAsWritten() {
        assertThat(map(FULL).tls())
                .containsExactly(
                        new IngressTls(List.of("shop.example", "www.shop.example"), "cert"),
                        new IngressTls(List.of(), ""));
        assertThat(map(FULL).status())
                .containsExactly(
                        new PublishedAddress.Ip("192.0.2.1"),
                        new PublishedAddress.Hostname("lb.example"));
        assertThat(map(FULL).statusIsOurs()).isTrue();
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
                .containsExactly(new IngressTls(List.of(), ""), new IngressTls(List.of(""), ""));
    }

    @ParameterizedTest
    @CsvSource({
        "sekisho, status, true",
        "sekisho, '', false",
        "kubectl, status, false",
    })
    void theStatusIsOursIfOurFieldManagerWroteIt(String manager, String part, boolean ours) {
        var fields = "[null, {manager: " + manager + ", subresource: '" + part + "'}]";
        var ingress =
                map(
                        "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
                                + "metadata: {name: i, managedFields: "
                                + fields
                                + "}");
        assertThat(ingress.statusIsOurs()).isEqualTo(ours);
    }
}
