package dev.sekisho.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Any program that is linked with libraries does for the executable.
@EnabledOnOs(OS.LINUX)
class ImageBuildTest {

    private static final Path PROGRAM = Path.of("/bin/sh");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path target;

    @BeforeEach
    void build() throws IOException {
        Files.copy(PROGRAM, target.resolve("sekisho"));
        Files.writeString(target.resolve("sbom.cdx.json"), "{}");
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        var first = image().nativeImage();
        var bytes = Files.readAllBytes(archive());
        Files.setLastModifiedTime(target.resolve("sekisho"), FileTime.from(Instant.EPOCH));
        assertThat(image().nativeImage()).isEqualTo(first);
        assertThat(Files.readAllBytes(archive())).isEqualTo(bytes);
    }

    @Test
    void otherInputGivesAnotherDigest() throws IOException {
        var first = image().nativeImage();
        Files.writeString(target.resolve("sbom.cdx.json"), "{ }");
        assertThat(image().nativeImage()).isNotEqualTo(first);
    }

    @Test
    void theArchiveIsAnOciLayoutWhoseDigestsHold() throws IOException {
        var digest = image().nativeImage();
        var files = files(Files.readAllBytes(archive()));
        assertThat(json(files, "oci-layout").path("imageLayoutVersion").asText())
                .isEqualTo("1.0.0");
        var entry = json(files, "index.json").path("manifests").path(0);
        assertThat(entry.path("digest").asText()).isEqualTo(digest);
        assertThat(entry.path("annotations").path("io.containerd.image.name").asText())
                .endsWith("/sekisho:1.2.3");
        files.forEach((name, bytes) -> {
            if (name.startsWith("blobs/")) {
                assertThat("blobs/" + Layer.digest(bytes).replace(':', '/')).isEqualTo(name);
            }
        });
        assertThat(json(files, "manifest.json").path(0).path("RepoTags").path(0).asText())
                .isEqualTo("sekisho:1.2.3");
    }

    @Test
    void containersRunAsNobodyAndSayWhatTheyAre() throws IOException {
        image().nativeImage();
        var files = files(Files.readAllBytes(archive()));
        var config = json(files, json(files, "manifest.json").path(0).path("Config").asText());
        assertThat(config.path("os").asText()).isEqualTo("linux");
        assertThat(config.path("architecture").asText()).isIn("amd64", "arm64");
        var run = config.path("config");
        assertThat(run.path("User").asText()).isEqualTo("65532:65532");
        assertThat(run.path("Entrypoint").path(0).asText()).isEqualTo("/usr/bin/sekisho");
        assertThat(run.path("Labels").path("org.opencontainers.image.revision").asText())
                .isEqualTo("0123456789ab");
    }

    @Test
    void theLayerHoldsTheProgramItsLibrariesAndLittleElse() throws IOException {
        image().nativeImage();
        var files = files(Files.readAllBytes(archive()));
        var layer = json(files, "manifest.json").path(0).path("Layers").path(0).asText();
        var content = files(unzipped(files.getOrDefault(layer, new byte[0])));
        assertThat(content)
                .containsEntry("usr/bin/sekisho", Files.readAllBytes(PROGRAM))
                .containsKeys("etc/passwd", "etc/group", "tmp/", "sbom.cdx.json");
        assertThat(content.keySet())
                .anyMatch(it -> it.contains("/libc."))
                .anyMatch(it -> it.startsWith("usr/lib/libnetty_transport_native_epoll_"));
        assertThat(content).hasSizeLessThan(25);
    }

    @Test
    void theImageOfTheAgentHasTheProgramsOfTheNodeBesidesAndRunsAsRoot() throws IOException {
        var programs = Stream.of("nft", "conntrack", "ip").map(it -> Path.of("/usr/sbin", it));
        Assumptions.assumeTrue(programs.allMatch(Files::isExecutable), "needs these programs");
        image().nativeImage();
        var agent = files(Files.readAllBytes(target.resolve("images/sekisho-native-agent.tar")));
        var manifest = json(agent, "manifest.json").path(0);
        assertThat(manifest.path("RepoTags").path(0).asText()).isEqualTo("sekisho:1.2.3-agent");
        var run = json(agent, manifest.path("Config").asText()).path("config");
        assertThat(run.path("User").asText()).isEqualTo("0:0");
        var gateway = json(files(Files.readAllBytes(archive())), "manifest.json").path(0);
        assertThat(manifest.path("Layers").path(0)).isEqualTo(gateway.path("Layers").path(0));
        var own = manifest.path("Layers").path(1).asText();
        var content = files(unzipped(agent.getOrDefault(own, new byte[0])));
        assertThat(content).containsKeys("usr/sbin/nft", "usr/sbin/conntrack", "usr/sbin/ip");
        assertThat(content.keySet()).anyMatch(it -> it.contains("/libnftables."));
    }

    @Test
    void aNameTooLongForAnArchiveIsAnError() {
        var tar = new TarWriter(new ByteArrayOutputStream(), Instant.EPOCH);
        assertThatThrownBy(() -> tar.addFile("x".repeat(101), new byte[0]))
                .hasMessageContaining("too long");
    }

    @Test
    void aLongPathIsSplit() throws IOException {
        var name = "a".repeat(60) + "/" + "b".repeat(60);
        var out = new ByteArrayOutputStream();
        try (var tar = new TarWriter(out, Instant.EPOCH)) {
            tar.addFile(name, new byte[] {1});
        }
        assertThat(files(out.toByteArray())).containsOnlyKeys(name);
    }

    private ImageBuild image() {
        return new ImageBuild(
                Map.of(
                        "target", target.toString(),
                        "version", "1.2.3",
                        "commit", "0123456789ab",
                        "created", "2026-01-01T00:00:00Z",
                        "license", "Apache-2.0",
                        "title", "Sekisho",
                        "description", "An \"edge\" gateway"));
    }

    private Path archive() {
        return target.resolve("images/sekisho-native.tar");
    }

    private static JsonNode json(Map<String, byte[]> files, String name) throws IOException {
        return JSON.readTree(files.getOrDefault(name, new byte[0]));
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    /// Reads an archive, independently of what wrote it.
    private static Map<String, byte[]> files(byte[] tar) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        var in = new ByteArrayInputStream(tar);
        for (var head = in.readNBytes(512); head[0] != 0; head = in.readNBytes(512)) {
            var size = Integer.parseInt(text(head, 124, 12), 8);
            var prefix = text(head, 345, 155);
            var name = text(head, 0, 100);
            files.put(prefix.isEmpty() ? name : prefix + "/" + name, in.readNBytes(size));
            in.skipNBytes((512 - size % 512) % 512);
        }
        return files;
    }

    private static String text(byte[] block, int at, int room) {
        var text = new String(block, at, room, StandardCharsets.UTF_8);
        var end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
