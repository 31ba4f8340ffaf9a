package dev.sekisho.translate.syntax;

import static dev.sekisho.model.http.RetryCondition.ERROR;
import static dev.sekisho.model.http.RetryCondition.HTTP_503;
import static dev.sekisho.model.http.RetryCondition.NON_IDEMPOTENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error http_503 non_idempotent",
                "error,http_503,non_idempotent",
                " error ,  http_503 non_idempotent error ",
            })
    void readsWordsInAnyOrderWithBlanksOrCommas(String text) {
        assertThat(RetryReader.read(text)).hasValue(Set.of(ERROR, HTTP_503, NON_IDEMPOTENT));
    }

    @Test
    void offIsNone() {
        assertThat(RetryReader.read("off")).hasValue(Set.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "error off", "http_501", "Error", "errortimeout"})
    void refusesWhatMeansNothing(String text) {
        assertThat(RetryReader.read(text)).isEmpty();
    }
}
