package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The pages that list the options are written from the catalog: `-Dgolden.update=true`.
class OptionReferenceTest {

    private static final String BEGIN = "<!-- options: written by OptionReferenceTest -->\n";
    private static final String END = "<!-- end of options -->\n";

    @Test
    void theReferencePageIsUpToDate() throws IOException {
        check(Path.of("docs/configuration.md"), OptionReference.page());
    }

    @Test
    void theTableOfTheReadmeIsUpToDate() throws IOException {
        var readme = Path.of("README.md");
        var now = Files.readString(readme);
        var begin = now.indexOf(BEGIN) + BEGIN.length();
        var end = now.indexOf(END);
        assertThat(begin).as("README.md has the marks of the table").isBetween(BEGIN.length(), end);
        check(readme, now.substring(0, begin) + OptionReference.table() + now.substring(end));
    }

    private static void check(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as(file + " is stale: run with -Dgolden.update=true")
                .isEqualTo(expected);
    }

    @Test
    void everyOptionIsDescribedByOneSentenceOrTwo() {
        assertThat(OptionCatalog.ALL.stream().map(Option::doc))
                .allSatisfy(doc -> assertThat(doc).matches("[A-Z].*[^.]\\."));
        assertThat(OptionCatalog.ALL.stream().map(Option::name).collect(Collectors.toSet()))
                .hasSameSizeAs(OptionCatalog.ALL);
    }
}
