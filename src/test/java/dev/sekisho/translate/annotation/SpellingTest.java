package dev.sekisho.translate.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

    private static final List<String> KNOWN = List.of("rate-limit", "ssl-redirect", "timeout");

    @Test
    void findsTheNearestWord() {
        assertThat(Spelling.nearest("ssl-redirct", KNOWN)).contains("ssl-redirect");
        assertThat(Spelling.nearest("ratelimit", KNOWN)).contains("rate-limit");
        assertThat(Spelling.nearest("time-out", KNOWN)).contains("timeout");
    }

    @Test
    void findsNothingForAnotherWord() {
        assertThat(Spelling.nearest("body-size", KNOWN)).isEmpty();
        assertThat(Spelling.nearest("", KNOWN)).isEmpty();
    }

    @Test
    void doesNotLookAtHugeWords() {
        assertThat(Spelling.nearest("ssl-redirect".repeat(100_000), KNOWN)).isEmpty();
    }
}
