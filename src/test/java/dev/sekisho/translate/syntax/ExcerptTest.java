package dev.sekisho.translate.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void quotesShortText() {
        assertThat(Excerpt.of("5x")).isEqualTo("'5x'");
    }

    @Test
    void cutsLongText() {
        assertThat(Excerpt.of("y".repeat(1000)))
                .isEqualTo("'" + "y".repeat(64) + "'… (1000 characters)");
    }

    @Test
    void keepsMessagesOnOneLine() {
        assertThat(Excerpt.of("a\nb\u001b[31m\u202e\u2028")).isEqualTo("'a?b?[31m??'");
    }
}
