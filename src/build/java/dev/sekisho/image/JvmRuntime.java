package dev.sekisho.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The Java runtime of an image, cut down to the modules in use, and the command that starts
/// Sekisho with it.
final class JvmRuntime {

    static final String HOME = "opt/java";
    static final String APPLICATION = "opt/sekisho";
    static final String CACHE = APPLICATION + "/app.aot";

    static final String NATIVE = APPLICATION + "/native";
    private static final String MODULES =
            "java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,"
                    + "java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.management,"
                    + "jdk.unsupported,jdk.zipfs";

    private JvmRuntime() {}

    static void link(Path home) throws IOException, InterruptedException {
        var jlink = Path.of(System.getProperty("java.home"), "bin", "jlink").toString();
        var process =
                new ProcessBuilder(
                                jlink,
                                "--add-modules=" + MODULES,
                                "--strip-debug",
                                "--no-header-files",
                                "--no-man-pages",
                                "--output=" + home)
                        .inheritIO()
                        .start();
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("jlink failed");
        }
    }

    /// The start command below a root. As `bin/sekisho` starts it, but half of the memory is the
    /// heap's, and nothing is written to the read-only file system.
    static List<String> command(Path root) {
        return List.of(
                root.resolve(HOME + "/bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:MetaspaceSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:MaxRAMPercentage=50",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Djava.library.path=" + root.resolve(NATIVE),
                "-jar",
                root.resolve(APPLICATION + "/quarkus-run.jar").toString());
    }
}
