package dev.sekisho.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.Service;
import dev.sekisho.manifests.FileContent.Declared;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What one file gives.
class ManifestReaderTest {

    private static FileContent read(String text) throws UnreadableException {
        return ManifestReader.read("f.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static FileContent readJson(String text) throws UnreadableException {
        return ManifestReader.read("f.json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static ClusterObject only(FileContent content) {
        assertThat(content.problems()).isEmpty();
        assertThat(content.objects()).hasSize(1);
        return content.objects().getFirst().object();
    }

    private static String onlyProblem(FileContent content) {
        assertThat(content.problems()).hasSize(1);
        return content.problems().getFirst().message();
    }

    @Test
    void documentsAreToldApartAndKnowTheirLines() throws Exception {
        var content =
                read(
                        """
                        %YAML 1.2
                        # nothing but a comment
                        ---
                        # Source: chart/a.yaml
                        {apiVersion: v1, kind: Service, metadata: {name: a}}
                        ---
                        ---   # empty
                        --- {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "b"}}
                        ---
                        {"apiVersion": "v1",
                         "kind": "Service", "metadata": {"name": "c"}}
                        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "d"}}
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: e}
                        ...
                        # the end of e
                        ---
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: f}
                        data:
                          text: |
                            ---x
                             --- is no separator here
                        """);
        assertThat(content.problems()).isEmpty();
        assertThat(content.objects())
                .extracting(it -> it.object().meta().name() + "@" + it.place())
                .containsExactly(
                        "a@f.yaml:5",
                        "b@f.yaml:8",
                        "c@f.yaml:10",
                        "d@f.yaml:12",
                        "e@f.yaml:14",
                        "f@f.yaml:20");
    }

    @Test
    void windowsLineEndsAndByteOrderMarksAreFine() throws Exception {
        var text =
                "\uFEFF---\r\napiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: a\r\n---\r\n";
        assertThat(only(read(text)).ref()).isEqualTo(ObjectRef.service("default", "a"));
    }

    @Test
    void jsonFilesHoldOneOrManyValues() throws Exception {
        var one = "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"a\"}}";
        assertThat(readJson(one).objects()).hasSize(1);
        assertThat(readJson(one + "\n" + one.replace("\"a\"", "\"b\"")).objects()).hasSize(2);
        assertThat(readJson("").objects()).isEmpty();
        assertThatThrownBy(() -> readJson("{\n\"a\": }"))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith("is not JSON: Unexpected character")
                .hasFieldOrPropertyWithValue("line", 2);
        assertThatThrownBy(() -> readJson("{\"a\": [1, 2"))
                .hasMessage("is not JSON: it ends in the middle of a value");
        assertThatThrownBy(() -> readJson("{\"a\": 1, \"a\": 2}"))
                .hasMessageContaining("Duplicate");
    }

    @Test
    void listsOfAnyKindGiveTheirItems() throws Exception {
        var content =
                read(
                        """
                        apiVersion: v1
                        kind: List
                        items:
                        - {apiVersion: v1, kind: Service, metadata: {name: a}}
                        - {apiVersion: v1, kind: Service, metadata: {name: b, namespace: n}}
                        - {kind: Service, metadata: {name: c}}
                        ---
                        apiVersion: networking.k8s.io/v1
                        kind: IngressList
                        items:
                        - metadata: {name: i}
                        ---
                        {apiVersion: v1, kind: SecretList, items: null}
                        ---
                        {apiVersion: v1, kind: NodeList, items: 5}
                        """);
        assertThat(content.objects())
                .extracting(it -> it.object().ref().toString())
                .containsExactly("Service default/a", "Service n/b", "Ingress default/i");
        assertThat(content.problems())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "f.yaml:6: has no apiVersion",
                        "f.yaml:15: has items that are a number, expected a list");
    }

    @Test
    void whatTheApiServerWouldAddIsAdded() throws Exception {
        var service =
                (Service)
                        only(
                                read(
                                        """
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: a, annotations: null}
                                        spec:
                                          ports:
                                          - port: 80
                                          - {port: 81, targetPort: web}
                                          - {port: 82, targetPort: 8082, protocol: UDP}
                                        """));
        assertThat(service.type()).isEqualTo(Service.Type.CLUSTER_IP);
        assertThat(service.ports())
                .containsExactly(
                        new Service.Port("", 80, "TCP", "80", ""),
                        new Service.Port("", 81, "TCP", "web", ""),
                        new Service.Port("", 82, "UDP", "8082", ""));
        var secret = "{apiVersion: v1, kind: Secret, metadata: {name: s}}";
        assertThat(((Secret) only(read(secret))).type()).isEqualTo("Opaque");
    }

    @Test
    void clusterScopedObjectsHaveNoNamespace() throws Exception {
        var text =
                "{apiVersion: networking.k8s.io/v1, kind: IngressClass,"
                        + " metadata: {name: c, namespace: x}}";
        assertThat(only(read(text)).ref()).isEqualTo(ObjectRef.ingressClass("c"));
    }

    @Test
    void aliasesAndMergeKeysAreExpanded() throws Exception {
        var ingress =
                (Ingress)
                        only(
                                read(
                                        """
                                        apiVersion: networking.k8s.io/v1
                                        kind: Ingress
                                        metadata: {name: i}
                                        spec:
                                          defaultBackend: &b
                                            service: {name: s, port: {number: 80}}
                                          rules:
                                          - host: a.example
                                            http:
                                              paths:
                                              - &p {path: /, pathType: Prefix, backend: *b}
                                              - {<<: *p, path: /x}
                                        """));
        var backend = new IngressBackend.ByNumber("s", 80);
        assertThat(ingress.rules().getFirst().paths())
                .extracting(it -> it.path() + " " + it.pathType() + " " + it.backend())
                .containsExactly("/ Prefix " + backend, "/x Prefix " + backend);
    }

    @Test
    void aliasBombsAndSelfReferencesAreRefused() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            var one = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", ten(one))));
        }
        assertThatThrownBy(() -> read(bomb.toString()))
                .hasMessage("expands to too much through its aliases");
        assertThatThrownBy(() -> read("a: &a\n  b: *a\n")).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> read("a: ".repeat(1) + "[".repeat(200_000)))
                .isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> readJson("[".repeat(200_000)))
                .isInstanceOf(UnreadableException.class);
    }

    private static String[] ten(String text) {
        var result = new String[10];
        Arrays.fill(result, text);
        return result;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec: 5 | f.yaml:4: spec is the number 5, expected an object",
                "spec: {rules: 5} | f.yaml:4: spec.rules is the number 5, expected a list",
                "spec: {tls: [{hosts: foo}]} | f.yaml:4: spec.tls[0].hosts is the text \"foo\", expected a list",
                "spec: {rules: [{host: 5}]} | f.yaml:4: spec.rules[0].host is the number 5, expected text",
                "spec: {defaultBackend: {service: {name: s, port: {number: abc}}}} | f.yaml:4: spec.defaultBackend.service.port.number is the text \"abc\", expected a whole number",
                "spec: {defaultBackend: {service: {name: s, port: {number: '80'}}}} | f.yaml:4: spec.defaultBackend.service.port.number is the text \"80\", expected a whole number",
                "spec: {defaultBackend: {service: {name: s, port: 80}}} | f.yaml:4: spec.defaultBackend.service.port is the number 80, expected an object",
            })
    void aFieldOfTheWrongShapeIsNamedAndTheObjectLeftOut(String line, String message)
            throws Exception {
        var head = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\n";
        var other = "\n---\n{apiVersion: v1, kind: Service, metadata: {name: a}}";
        var content = read(head + line + other);
        assertThat(content.objects())
                .extracting(it -> it.object().ref())
                .containsExactly(ObjectRef.service("default", "a"));
        assertThat(onlyProblem(content)).isEqualTo(message);
        assertThat(content.problems().getFirst().subject())
                .isEqualTo(ObjectRef.ingress("default", "i"));
        assertThat(content.problems().getFirst().reason()).isEqualTo(Reason.INVALID_OBJECT);
    }

    @Test
    void anUnquotedTrueInAnAnnotationIsNamedWithItsLine() throws Exception {
        var content =
                read(
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: Ingress
                        metadata:
                          name: i
                          annotations:
                            a: b
                            sekisho.dev/ssl-redirect: true
                        """);
        assertThat(onlyProblem(content))
                .isEqualTo(
                        "f.yaml:7: metadata.annotations[\"sekisho.dev/ssl-redirect\"] is true"
                                + " without quotes, expected text");
    }

    @Test
    void whatIsNoObjectAtAllIsBlamedOnTheFile() throws Exception {
        var content =
                read(
                        """
                        just text
                        ---
                        - a list
                        ---
                        apiVersion: v1
                        ---
                        kind: Service
                        ---
                        {apiVersion: v1, kind: Service, metadata: {generateName: x}}
                        ---
                        {apiVersion: v1, kind: Service}
                        """);
        assertThat(content.objects()).isEmpty();
        assertThat(content.problems())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "f.yaml:1: is text, expected a Kubernetes object",
                        "f.yaml:3: is a list, expected a Kubernetes object",
                        "f.yaml:5: has no kind",
                        "f.yaml:7: has no apiVersion",
                        "f.yaml:9: Service has no metadata.name",
                        "f.yaml:11: Service has no metadata.name");
        assertThat(content.problems())
                .extracting(Diagnostic::subject)
                .containsOnly(new ObjectRef("File", "", "f.yaml"));
    }

    @Test
    void otherKindsAreNamedAndRetiredVersionsDiagnosed() throws Exception {
        var content =
                read(
                        """
                        {apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: 5}
                        ---
                        {apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: i}}
                        """);
        assertThat(content.otherKinds()).containsExactly("Deployment (apps/v1)");
        assertThat(content.problems())
                .containsExactly(
                        Diagnostic.warning(
                                ObjectRef.ingress("default", "i"),
                                Reason.UNSUPPORTED_KIND,
                                "f.yaml:3: apiVersion is extensions/v1beta1, expected"
                                        + " networking.k8s.io/v1"));
    }

    @Test
    void nothingOfASecretIsQuoted() throws Exception {
        var content =
                read(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: s}
                        stringData: hunter2
                        ---
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: t}
                        data:
                          good: aGk=
                          bad: hunter2!
                        """);
        assertThat(content.objects()).isEmpty();
        assertThat(content.problems().toString()).doesNotContain("hunter2");
        assertThat(content.problems())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "f.yaml:4: stringData is text, expected an object of texts",
                        "f.yaml:6: data[\"bad\"] is not base64");
        assertThatThrownBy(() -> read("kind: Secret\nstringData:\n  a: 'hunter2"))
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> readJson("{\"kind\": \"Secret\", \"data\": {\"a\": hunter2}}"))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void unknownFieldsAreTolerated() throws Exception {
        var text =
                "{apiVersion: v1, kind: Service, metadata: {name: a, nonsense: [1]}, extra: {x: 1}}";
        assertThat(only(read(text)).meta().name()).isEqualTo("a");
    }

    @Test
    void keysGivenTwiceAndBrokenTextMakeTheFileUnreadable() {
        assertThatThrownBy(() -> read("a: 1\nb: 2\na: 3\n"))
                .hasMessage("has the key \"a\" twice")
                .hasFieldOrPropertyWithValue("line", 3);
        assertThatThrownBy(() -> read("ok: 1\n---\nb: 2\n\tc: 3\n"))
                .hasMessageStartingWith("is not YAML: ")
                .hasFieldOrPropertyWithValue("line", 4);
        var latin = "a: 1\nb: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> ManifestReader.read("f.yaml", latin))
                .hasMessage("is not UTF-8 text")
                .hasFieldOrPropertyWithValue("line", 2);
    }

    @Test
    void aMebibyteOfAnnotationsCostsNothingUnlessItIsOurs() throws Exception {
        var text =
                """
                {apiVersion: networking.k8s.io/v1, kind: Ingress,
                 metadata: {name: i, annotations: {%s: "%s"}}}
                """;
        var value = "x".repeat(1 << 20);
        var foreign = only(read(text.formatted("example.com/a", value)));
        assertThat(foreign.meta().annotations()).isEmpty();

        var ours = read(text.formatted("sekisho.dev/a", value));
        assertThat(ours.objects()).extracting(Declared::object).isEmpty();
        assertThat(onlyProblem(ours)).contains("metadata.annotations hold 1048589 characters");
    }
}
