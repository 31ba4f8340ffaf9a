package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// nftables and the kernel take the rules of every golden case, by `nft --check`, which changes
/// nothing.
class RulesSyntaxTest {

    private static final Path ROOT = Path.of("src/test/resources/golden/services");
    private static final Path BASE = ROOT.resolve("no-services").resolve("out.nft");

    @BeforeAll
    static void needsNft() {
        Assumptions.assumeTrue(Namespaces.arePossible(), "needs root, nft and network namespaces");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theKernelTakesTheRules(String name) throws IOException, InterruptedException {
        var rules = Files.readString(ROOT.resolve(name).resolve("out.nft"));
        var before = "add table " + Layout.TABLE + "\n" + Files.readString(BASE);

        assertThat(check(before + rules)).isEmpty();
    }

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("out.nft")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /// What nft has to say against it.
    private static String check(String transaction) throws IOException, InterruptedException {
        var command = List.of("unshare", "--net", "nft", "--check", "--file", "-");
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.outputWriter()) {
            in.write(transaction);
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? said : "refused: " + said;
    }
}
