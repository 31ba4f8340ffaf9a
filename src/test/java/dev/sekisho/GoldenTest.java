package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.translate.Translation;
import dev.sekisho.translate.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each folder `golden/<area>/<case>/` is one case: `in.yaml` goes in, `out.yaml` must come out.
/// Where a case is about the kernel, `out.nft` has the rules and `packets.yaml` what they do.
///
/// Run with `-Dgolden.update=true` to accept what came out; then read the diff.
class GoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final Set<String> FILES =
            Set.of("in.yaml", "out.yaml", "out.nft", "packets.yaml", "settings.yaml");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @TestFactory
    Stream<DynamicTest> everyCaseComesOutAsWritten() throws IOException {
        return folders().stream().map(dir -> DynamicTest.dynamicTest(name(dir), () -> check(dir)));
    }

    @TestFactory
    Stream<DynamicTest> theOrderOfEventsDoesNotMatter() throws IOException {
        return folders().stream()
                .map(dir -> DynamicTest.dynamicTest(name(dir), () -> checkShuffled(dir)));
    }

    @Test
    void noOtherFilesAreThere() throws IOException {
        try (var files = Files.walk(ROOT)) {
            assertThat(files.filter(Files::isRegularFile).map(ROOT::relativize))
                    .allSatisfy(file -> {
                        assertThat(file.getNameCount()).as("depth of %s", file).isEqualTo(3);
                        assertThat(file.getFileName().toString()).isIn(FILES);
                    });
        }
    }

    private static void check(Path dir) throws IOException {
        var golden = GoldenCase.read(dir);
        var translation = translate(golden);
        check(dir.resolve("out.yaml"), GoldenYaml.write(translation));
        var services = translation.snapshot().services();
        if (Files.exists(dir.resolve("out.nft"))) {
            check(dir.resolve("out.nft"), GoldenPackets.rules(services));
        }
        var packets = dir.resolve("packets.yaml");
        if (Files.exists(packets)) {
            var agent = golden.settings().services().orElseThrow();
            check(
                    packets,
                    new GoldenPackets(golden.state(), agent.nodeName(), services).trace(packets));
        }
    }

    private static void check(Path expected, String actual) throws IOException {
        if (UPDATE) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static void checkShuffled(Path dir) throws IOException {
        var asWritten = translate(GoldenCase.read(dir));
        for (long seed = 1; seed <= 3; seed++) {
            assertThat(translate(GoldenCase.readShuffled(dir, seed))).isEqualTo(asWritten);
        }
    }

    private static Translation translate(GoldenCase golden) {
        return new Translator(golden.settings()).translate(golden.state(), 1, golden.now());
    }

    private static List<Path> folders() throws IOException {
        try (var files = Files.walk(ROOT, 3)) {
            return files.filter(path -> path.endsWith("in.yaml"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path dir) {
        return ROOT.relativize(dir).toString();
    }
}
