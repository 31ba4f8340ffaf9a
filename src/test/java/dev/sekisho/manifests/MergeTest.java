package dev.sekisho.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.model.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What several files give together.
class MergeTest {

    private static final String INGRESS =
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i%s}, spec: {%s}}";

    private static Merge merge(String... documents) throws UnreadableException {
        var files = new ArrayList<LoadedFile>();
        for (var document : documents) {
            var bytes = document.getBytes(StandardCharsets.UTF_8);
            var content = ManifestReader.read(files.size() + ".yaml", bytes);
            files.add(new LoadedFile(new Stamp("", 0, 0), true, content, null));
        }
        return Merge.of(files, 0);
    }

    private static String defaultClass(String name, String created) {
        return """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: %s
          creationTimestamp: "%s"
          annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
        """
                .formatted(name, created);
    }

    private static String classOf(Merge merge) {
        var ingress = merge.objects().get(ObjectRef.ingress("default", "i"));
        return ingress instanceof Ingress it ? it.className() : "no Ingress";
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z, two",
        "2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z, one",
        "'', '', one",
        "'', 2026-01-01T00:00:00Z, two",
    })
    void anIngressWithoutClassGetsTheNewestDefaultOne(String one, String two, String expected)
            throws Exception {
        var merge =
                merge(
                        INGRESS.formatted("", ""),
                        defaultClass("two", two),
                        defaultClass("one", one));
        assertThat(classOf(merge)).isEqualTo(expected);
    }

    @Test
    void aClassOfItsOwnOfEitherFormIsKept() throws Exception {
        var defaults = defaultClass("d", "");
        assertThat(classOf(merge(INGRESS.formatted("", "ingressClassName: x"), defaults)))
                .isEqualTo("x");
        var legacy = ", annotations: {kubernetes.io/ingress.class: y}";
        assertThat(classOf(merge(INGRESS.formatted(legacy, ""), defaults))).isEmpty();
    }

    @Test
    void withoutDefaultClassAnIngressStaysWithoutClass() throws Exception {
        assertThat(classOf(merge(INGRESS.formatted("", "")))).isEmpty();
    }

    @Test
    void twiceInOneFileIsADuplicateToo() throws Exception {
        var merge =
                merge(
                        INGRESS.formatted("", "ingressClassName: a")
                                + "\n---\n"
                                + INGRESS.formatted("", "ingressClassName: b"));
        assertThat(classOf(merge)).isEqualTo("a");
        assertThat(merge.problems().getFirst().message())
                .isEqualTo(
                        "declared in 0.yaml:1 and again in 0.yaml:3: the first in order of names"
                                + " is used");
    }
}
