package dev.sekisho.translate.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

    private static final List<String> KNOWN = List.of("rate-limit", "ssl-redirect", "timeout");

    @Test
    void findsTheNearestWord() {
        assertThat(Spelling.likely("ssl-redirct", KNOWN)).contains("ssl-redirect");
        assertThat(Spelling.likely("ratelimit", KNOWN)).contains("rate-limit");
        assertThat(Spelling.likely("time-out", KNOWN)).contains("timeout");
    }

    @Test
    void anotherWordHasANearestOneThatIsNotLikely() {
        assertThat(Spelling.likely("body-size", KNOWN)).isEmpty();
        assertThat(Spelling.likely("", KNOWN)).isEmpty();
        assertThat(Spelling.nearest("time", KNOWN)).contains("timeout");
    }

    @Test
    void findsNothingWhereNothingIsKnown() {
        assertThat(Spelling.nearest("timeout", List.of())).isEmpty();
    }

    @Test
    void doesNotLookAtHugeWords() {
        assertThat(Spelling.nearest("ssl-redirect".repeat(100_000), KNOWN)).isEmpty();
    }
}
