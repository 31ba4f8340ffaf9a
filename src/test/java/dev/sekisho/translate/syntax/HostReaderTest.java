package dev.sekisho.translate.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.HostPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostReaderTest {

    @Test
    void readsNamesInLowerCase() {
        assertThat(HostReader.read("Shop.Example.COM"))
                .isEqualTo(Reading.valid(new HostPattern.Exact("shop.example.com")));
    }

    @Test
    void readsOneWildcardLabel() {
        assertThat(HostReader.read("*.example.com"))
                .isEqualTo(Reading.valid(new HostPattern.Wildcard(".example.com")));
    }

    @Test
    void anEmptyHostIsEveryHost() {
        assertThat(HostReader.read("")).isEqualTo(Reading.valid(new HostPattern.Any()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "1.example.com", "xn--bcher-kva.example", "a-b.c", "4"})
    void readsUnusualNames(String text) {
        assertThat(HostReader.read(text)).isInstanceOf(Reading.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:80",
                "10.0.0.1",
                "::1",
                "[::1]:80",
                "*",
                "*.",
                "*.*.a",
                "a.*",
                "*a.b",
                "a..b",
                ".a",
                "a.",
                "-a.b",
                "a-.b",
                "a_b.c",
                "a b",
                "a/b",
                "ü.example",
                "\u212a.example",
                "http://a"
            })
    void refusesEverythingElse(String text) {
        assertThat(HostReader.read(text)).isInstanceOf(Reading.Invalid.class);
    }

    @Test
    void limitsLengths() {
        assertThat(HostReader.read("a".repeat(63))).isInstanceOf(Reading.Valid.class);
        assertThat(HostReader.read("a".repeat(64))).isInstanceOf(Reading.Invalid.class);
        assertThat(HostReader.read("a.".repeat(126) + "a")).isInstanceOf(Reading.Valid.class);
        assertThat(HostReader.read("a.".repeat(127) + "a")).isInstanceOf(Reading.Invalid.class);
    }

    @Test
    void problemsAreShortWhateverWasWritten() {
        assertThat(HostReader.read("x".repeat(1 << 20)))
                .isInstanceOfSatisfying(
                        Reading.Invalid.class,
                        invalid -> assertThat(invalid.problem()).hasSizeLessThan(200));
    }
}
