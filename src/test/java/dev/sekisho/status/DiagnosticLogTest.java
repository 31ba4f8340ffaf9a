package dev.sekisho.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.Severity;
import dev.sekisho.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the operator reads about diagnostics.
class DiagnosticLogTest {

    private static final ObjectRef WEB = ObjectRef.ingress("shop", "web");

    private final List<String> lines = new ArrayList<>();
    private final DiagnosticLog log =
            new DiagnosticLog((severity, line) -> lines.add(severity + " " + line));

    @Test
    void eachDiagnosticIsWrittenOnce() {
        program(missing("a"), missing("b"));
        program(missing("a"), missing("b"), missing("c"));
        assertThat(lines)
                .containsExactly(
                        "ERROR Ingress shop/web: BackendNotFound: a",
                        "ERROR Ingress shop/web: BackendNotFound: b",
                        "ERROR Ingress shop/web: BackendNotFound: c");
    }

    @Test
    void itsEndIsWrittenToo() {
        program(missing("a"), missing("b"));
        lines.clear();
        program(missing("b"));
        assertThat(lines).containsExactly("INFO Ingress shop/web: resolved: BackendNotFound: a");
    }

    @Test
    void theSeverityIsThatOfTheDiagnostic() {
        program(Diagnostic.warning(WEB, Reason.INVALID_ANNOTATION, "x"));
        assertThat(lines)
                .containsExactly(Severity.WARNING + " Ingress shop/web: InvalidAnnotation: x");
    }

    @Test
    void oneSnapshotWritesOnlySoManyLines() {
        program(
                IntStream.range(0, 5000)
                        .mapToObj(i -> missing("m" + i))
                        .sorted()
                        .toArray(Diagnostic[]::new));
        assertThat(lines).hasSize(101);
        assertThat(lines.getLast()).isEqualTo("WARNING and 4900 more like these");
    }

    @Test
    void aMessageCannotForgeALine() {
        program(missing("x\nERROR forged"));
        assertThat(lines)
                .containsExactly("ERROR Ingress shop/web: BackendNotFound: x?ERROR forged");
    }

    private static Diagnostic missing(String message) {
        return Diagnostic.error(WEB, Reason.BACKEND_NOT_FOUND, message);
    }

    private void program(Diagnostic... diagnostics) {
        log.programmed(Snapshot.EMPTY, Stream.of(diagnostics).toList());
    }
}
