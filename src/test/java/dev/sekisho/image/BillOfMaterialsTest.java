package dev.sekisho.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillOfMaterialsTest {

    private static final BillOfMaterials BILL =
            new BillOfMaterials("1.2.3", "Apache-2.0", Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir Path repository;

    @Test
    void anArchiveIsNamedByItsPlaceWithDigestAndLicense() throws IOException {
        var archive = archive("org/example/deep/thing/2.0/thing-2.0-linux.jar");
        description(
                "org/example/deep/thing/2.0/thing-2.0.pom",
                "<parent><groupId>org.example</groupId><artifactId>all</artifactId>"
                        + "<version>7</version></parent><groupId>org.example.deep</groupId>");
        description(
                "org/example/all/7/all-7.pom",
                "<licenses><license><name>Some\n  License</name></license></licenses>");

        var component = json(List.of(archive)).path("components").path(0);

        assertThat(component.path("group").asText()).isEqualTo("org.example.deep");
        assertThat(component.path("name").asText()).isEqualTo("thing");
        assertThat(component.path("version").asText()).isEqualTo("2.0");
        assertThat(component.path("purl").asText())
                .isEqualTo("pkg:maven/org.example.deep/thing@2.0?classifier=linux&type=jar");
        assertThat(component.path("hashes").path(0).path("content").asText())
                .isEqualTo(Layer.digest(Files.readAllBytes(archive)).replace("sha256:", ""));
        assertThat(component.findPath("license").path("name").asText()).isEqualTo("Some License");
    }

    @Test
    void anArchiveFromElsewhereIsAnError() throws IOException {
        var archive = archive("somewhere/thing.jar");
        assertThatThrownBy(() -> BILL.of(List.of(archive)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in no repository of Maven");
    }

    @Test
    void whatThisBuildUsesIsAllInItAndKnown() throws IOException {
        var archives =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(it -> it.endsWith(".jar") && it.contains("/repository/"))
                        .map(Path::of)
                        .toList();

        var bill = json(archives);

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("metadata").path("component").path("version").asText())
                .isEqualTo("1.2.3");
        assertThat(bill.path("components")).hasSameSizeAs(archives);
        assertThat(bill.path("components"))
                .allSatisfy(it -> assertThat(it.path("version").asText()).isNotEmpty())
                .anyMatch(it -> it.path("purl").asText().startsWith("pkg:maven/io.netty/netty-"))
                .filteredOn(it -> it.path("licenses").isMissingNode())
                .hasSizeLessThan(10);
    }

    @Test
    void theSameArchivesGiveTheSameBytes() throws IOException {
        var archive = archive("org/example/thing/1/thing-1.jar");
        description("org/example/thing/1/thing-1.pom", "<groupId>org.example</groupId>");
        assertThat(BILL.of(List.of(archive))).isEqualTo(BILL.of(List.of(archive)));
    }

    private static JsonNode json(List<Path> archives) throws IOException {
        return new ObjectMapper().readTree(BILL.of(archives));
    }

    private Path archive(String name) throws IOException {
        return write(name, "archive");
    }

    private void description(String name, String content) throws IOException {
        write(name, "<project>" + content + "</project>");
    }

    private Path write(String name, String content) throws IOException {
        var file = repository.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
