package dev.sekisho.translate.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/annotations.md` is generated from the catalog; `-Dgolden.update=true` writes it anew.
class AnnotationReferenceTest {

    private static final Path PAGE = Path.of("docs/annotations.md");

    @Test
    void thePageSaysWhatTheCatalogSays() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page());
    }

    private static String page() {
        var keys =
                AnnotationCatalog.FEATURES.stream()
                        .flatMap(feature -> feature.keys().stream())
                        .sorted(Comparator.comparing(AnnotationKey::name))
                        .map(AnnotationReferenceTest::section)
                        .collect(Collectors.joining("\n"));
        return """
        # Annotations

        What an Ingress of a class of `sekisho.dev/ingress-controller` may carry. This page is
        generated from the catalog in the code.

        A name under `sekisho.dev/` that is not here is reported as `UnknownAnnotation`, with the
        nearest name that is. A value that means nothing is reported as `InvalidAnnotation`.

        """
                + keys;
    }

    private static String section(AnnotationKey<?> key) {
        return """
        ## `%s`

        %s

        | | |
        |---|---|
        | Value | %s |
        | Without it | %s |
        | Malformed value | %s |
        | Holds for | %s |
        """
                .formatted(
                        key.fullName(),
                        key.doc(),
                        key.grammar().expected(),
                        key.fallback(),
                        switch (key.malformed()) {
                            case KEEP_DEFAULT -> "as without it";
                            case SHUT_ROUTES -> "the paths answer 503";
                        },
                        switch (key.scope()) {
                            case OWN_PATHS -> "the paths and the default backend of the Ingress";
                            case OWN_HOSTS ->
                                    "the hosts of the Ingress, unless they belong to another"
                                            + " namespace; the oldest Ingress that has it decides";
                        });
    }
}
