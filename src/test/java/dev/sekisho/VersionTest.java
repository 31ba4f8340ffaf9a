package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionTest {

    private static final List<String> BUILT = List.of("1.2.3", "0123456789ab");

    @Test
    void namesNumberCommitAndVirtualMachine() {
        var properties = Map.of("java.vendor.version", "Temurin-25.0.3+9");
        assertThat(text(BUILT, properties))
                .isEqualTo("1.2.3 (commit 0123456789ab, JVM Temurin-25.0.3+9)");
    }

    @Test
    void namesTheBuilderOfAnExecutable() {
        var properties =
                Map.of(
                        "org.graalvm.nativeimage.imagecode", "runtime",
                        "java.vm.vendor", "GraalVM Community",
                        "java.version", "25.0.3");
        assertThat(text(BUILT, properties))
                .isEqualTo("1.2.3 (commit 0123456789ab, native by GraalVM Community 25.0.3)");
    }

    @Test
    void aBuildWithoutGitDoesNotKnowItsCommit() {
        var properties = Map.of("java.vendor.version", "Temurin-25.0.3+9");
        assertThat(text(List.of("1.2.3", "${sekisho.commit}"), properties))
                .startsWith("1.2.3 (commit unknown, ");
        assertThat(text(List.of("1.2.3"), properties)).startsWith("1.2.3 (commit unknown, ");
    }

    private static String text(List<String> lines, Map<String, String> properties) {
        return Version.text(lines, name -> properties.getOrDefault(name, ""));
    }
}
