package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How `bin/sekisho` and `mvnw` find a JDK.
@DisabledOnOs(OS.WINDOWS)
class FindJdkTest {

    private static final String SYSTEM_PATH = "/usr/bin:/bin";

    @TempDir Path folder;

    @Test
    void javaHomeIsTakenIfItIsNewEnough() throws Exception {
        var home = jdk("jdk-26", "26");
        assertThat(found(Map.of("JAVA_HOME", home.toString(), "PATH", SYSTEM_PATH)))
                .isEqualTo(home.toString());
    }

    @Test
    void elseTheJavaOnThePathIsEvenThroughLinks() throws Exception {
        var old = jdk("jdk-17", "17.0.2");
        var home = jdk("jdk-25", "25.0.1");
        var bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("link"), home.resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../link"));
        assertThat(found(Map.of("JAVA_HOME", old.toString(), "PATH", bin + ":" + SYSTEM_PATH)))
                .isEqualTo(home.toRealPath().toString());
    }

    @Test
    void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
        var runtime = jdk("jre-25", "25");
        Files.delete(runtime.resolve("bin/javac"));
        assertThat(found(Map.of("JAVA_HOME", runtime.toString(), "PATH", SYSTEM_PATH)))
                .isNotEqualTo(runtime.toString());
    }

    private Path jdk(String name, String version) throws IOException {
        var home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (var program : new String[] {"java", "javac"}) {
            var file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return home;
    }

    private static String found(Map<String, String> environment)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder("/bin/sh", "-euc", ". ./.mvn/find-jdk.sh; echo \"$JAVA_HOME\"");
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
