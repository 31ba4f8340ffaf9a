package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every input that was ever worth keeping still keeps to what its fuzz target claims.
class FuzzCorpusTest {

    @TestFactory
    Stream<DynamicTest> everyInputOfTheCorpusHolds() {
        return FuzzTarget.ALL.stream().flatMap(FuzzCorpusTest::inputs);
    }

    private static Stream<DynamicTest> inputs(FuzzTarget target) {
        return files(target)
                .map(file ->
                        DynamicTest.dynamicTest(
                                target.name() + "/" + file.getFileName(),
                                () -> target.run(Files.readAllBytes(file))));
    }

    private static Stream<Path> files(FuzzTarget target) {
        try (Stream<Path> files = Files.list(target.corpus())) {
            return files.sorted().toList().stream();
        } catch (IOException missing) {
            throw new AssertionError("no corpus for " + target.name(), missing);
        }
    }

    @Test
    void everyTargetHasACorpus() {
        for (FuzzTarget target : FuzzTarget.ALL) {
            assertThat(files(target).toList()).as(target.name()).hasSizeGreaterThan(5);
        }
    }

    @Test
    void everyTargetIsListed() throws IOException {
        Path sources = Path.of("src/test/java/dev/sekisho/gateway/http1");
        try (Stream<Path> files = Files.list(sources)) {
            List<String> written =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith("Fuzz.java"))
                            .toList();
            assertThat(FuzzTarget.ALL)
                    .extracting(target -> target.type().getSimpleName() + ".java")
                    .containsExactlyInAnyOrderElementsOf(written);
        }
    }
}
