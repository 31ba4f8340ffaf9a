package dev.sekisho.translate.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.http.Balancing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BalancingReaderTest {

    @ParameterizedTest
    @CsvSource({
        "round_robin, round_robin",
        "' ewma ', ewma",
        "least_requests, least_requests",
        "hash:client-address, hash:client-address",
        "hash:request-uri, hash:request-uri",
        "hash:header:X-User, hash:header:x-user",
        "hash:cookie:Session, hash:cookie:Session",
    })
    void readsWhatItMeans(String text, String meaning) {
        assertThat(BalancingReader.read(text).map(Balancing::text)).hasValue(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "random",
                "EWMA",
                "hash",
                "hash:",
                "hash:header",
                "hash:header:",
                "hash:header:a b",
                "hash:header:a:b",
                "hash:cookie:a;b",
                "hash:query:a",
                "hash:$request_uri",
            })
    void refusesWhatMeansNothing(String text) {
        assertThat(BalancingReader.read(text)).isEmpty();
    }
}
