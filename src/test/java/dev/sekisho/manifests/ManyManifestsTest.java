package dev.sekisho.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.ObjectRef;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Size: ten thousand Ingresses. The limits are generous, the log line holds the figure.
class ManyManifestsTest {

    private static final Logger LOG = Logger.getLogger(ManyManifestsTest.class);
    private static final int COUNT = 10_000;
    private static final int FILES = 1_000;

    private static final String YAML =
            """
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: i%1$d
              namespace: perf
            spec:
              ingressClassName: sekisho
              rules:
              - host: h%1$d.example.com
                http:
                  paths:
                  - path: /
                    pathType: Prefix
                    backend:
                      service:
                        name: s%1$d
                        port:
                          number: 80
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: s%1$d
              namespace: perf
            spec:
              ports:
              - name: http
                port: 80
            """;

    private static final String JSON =
            """
            ---
            {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i%1$d",\
            "namespace":"perf"},"spec":{"ingressClassName":"sekisho","rules":[{"host":\
            "h%1$d.example.com","http":{"paths":[{"path":"/","pathType":"Prefix","backend":\
            {"service":{"name":"s%1$d","port":{"number":80}}}}]}}]}}
            ---
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"s%1$d","namespace":"perf"},\
            "spec":{"ports":[{"name":"http","port":80}]}}
            """;

    @TempDir Path root;

    private static String many(String template) {
        var text = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            text.append(template.formatted(i));
        }
        return text.toString();
    }

    @Test
    void oneLargeYamlFile() throws Exception {
        ManifestFolder.write(root, "all.yaml", many(YAML));
        measure("YAML, one file", COUNT);
    }

    @Test
    void oneLargeFileOfJsonDocuments() throws Exception {
        ManifestFolder.write(root, "all.yaml", many(JSON));
        measure("JSON documents, one file", COUNT);
    }

    @Test
    void manySmallFilesAndAChangeOfOneOfThem() throws Exception {
        for (int i = 0; i < FILES; i++) {
            ManifestFolder.write(root, i % 100 + "/" + i + ".yaml", YAML.formatted(i));
        }
        measure("YAML, a file for each", FILES);
        try (var folder = ManifestFolder.started(root)) {
            var took = new long[40];
            for (int i = 0; i < took.length; i++) {
                var name = "moved" + i;
                var content = YAML.formatted(77).replace("s77", name);
                var start = System.nanoTime();
                Files.writeString(root.resolve("77/77.yaml"), content);
                var ref = ObjectRef.service("perf", name);
                folder.awaitState(state -> state.services().containsKey(ref));
                took[i] = System.nanoTime() - start;
            }
            Arrays.sort(took);
            LOG.infof(
                    "a change of one in 1,000 files: median %d ms, most %d ms",
                    took[20] / 1_000_000, took[39] / 1_000_000);
            assertThat(Duration.ofNanos(took[20])).isLessThan(Duration.ofSeconds(2));
        }
    }

    private void measure(String what, int count) throws Exception {
        var start = System.nanoTime();
        var cpu = ManagementFactory.getThreadMXBean();
        var cpuStart = cpu.getCurrentThreadCpuTime();
        try (var folder = ManifestFolder.started(root)) {
            var took = Duration.ofNanos(System.nanoTime() - start);
            var worked = Duration.ofNanos(cpu.getCurrentThreadCpuTime() - cpuStart);
            LOG.infof(
                    "%d Ingresses and Services, %s: %d ms, of it %d ms of CPU",
                    count, what, took.toMillis(), worked.toMillis());
            assertThat(folder.state().ingresses()).hasSize(count);
            assertThat(folder.state().services()).hasSize(count);
            assertThat(folder.problems()).isEmpty();
            assertThat(worked).isLessThan(Duration.ofSeconds(10));
        }
    }
}
