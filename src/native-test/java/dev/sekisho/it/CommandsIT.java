package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsIT {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"serve", "controller", "demo", "demo-pod", "retire", "probe", "version"})
    void everyCommandHasHelp(String command) {
        try (var sekisho = SekishoProcess.start(command, "--help")) {
            assertThat(sekisho.exitCode()).isZero();
            assertThat(sekisho.output()).first().asString().startsWith("Usage: sekisho " + command);
            assertThat(sekisho.errors()).isEmpty();
        }
    }

    @Test
    void theVersionIsOneLine() {
        try (var sekisho = SekishoProcess.start("version")) {
            assertThat(sekisho.exitCode()).isZero();
            assertThat(sekisho.output())
                    .singleElement()
                    .asString()
                    .matches("sekisho \\d+\\.\\d+.*");
        }
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        try (var sekisho = SekishoProcess.start("serve", "--htp-port=1", folder.toString())) {
            assertThat(sekisho.exitCode()).isEqualTo(2);
            assertThat(sekisho.errors())
                    .contains("unknown option --htp-port (nearest: --http-port)");
        }
    }

    @Test
    void aBadValueIsAUsageError() {
        try (var sekisho = SekishoProcess.start("demo", "--http-port=many")) {
            assertThat(sekisho.exitCode()).isEqualTo(2);
            assertThat(sekisho.errors()).contains("--http-port: 'many' (expected: a port");
        }
    }

    @Test
    void aFolderThatDoesNotExistIsAUsageError() {
        try (var sekisho = SekishoProcess.start("serve", folder + "/none")) {
            assertThat(sekisho.exitCode()).isEqualTo(2);
            assertThat(sekisho.errors()).contains("none' (expected: a folder that exists)");
        }
    }

    @Test
    void anUnknownKeyOfTheFileIsAUsageErrorThatNamesTheNearest() throws IOException {
        Files.writeString(folder.resolve("sekisho.yaml"), "sekisho:\n  acces-log: off\n");
        try (var sekisho = SekishoProcess.start(Map.of(), folder, "serve", ".")) {
            assertThat(sekisho.exitCode()).isEqualTo(2);
            assertThat(sekisho.errors())
                    .contains("unknown key 'sekisho.acces-log' (nearest: sekisho.access-log)");
        }
    }

    @Test
    void optionsComeFromTheEnvironmentToo() {
        var environment = Map.of("SEKISHO_HTTP_PORT", "none");
        try (var sekisho = SekishoProcess.start(environment, folder, "serve", ".")) {
            assertThat(sekisho.exitCode()).isEqualTo(2);
            assertThat(sekisho.errors()).contains("SEKISHO_HTTP_PORT: 'none'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port", "--https-port", "--management-port"})
    void aPortInUseIsOneLineAndAFailure(String option) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var sekisho = SekishoProcess.start(arguments(option, taken.getLocalPort()))) {
            assertThat(sekisho.exitCode()).isEqualTo(1);
            assertThat(sekisho.errors().lines())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + taken.getLocalPort());
        }
    }

    private String[] arguments(String taken, int port) {
        var free = "--http-port=0 --https-port=0 --management-port=0 ";
        var line =
                "serve --bind-address=127.0.0.1 --management-bind-address=127.0.0.1 "
                        + free.replace(taken + "=0", taken + "=" + port)
                        + folder;
        return line.split(" ");
    }
}
