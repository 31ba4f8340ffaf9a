package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/http.md` is generated from the rules; `-Dgolden.update=true` writes it anew.
class RequestRuleReferenceTest {

    private static final Path PAGE = Path.of("docs/http.md");

    private static final String RESPONSES =
            """

            ## Responses

            What the response of a pod must keep to. One that breaks a rule is answered with 502 in
            its place; if it has begun already, the client's connection is reset. The pod's
            connection is not used again. The name of the rule is the field `rule` of the JSON
            access log, and the label `rule` of the metric `sekisho_refused_responses_total`.

            | Rule | Section | What it demands |
            |---|---|---|
            """;

    @Test
    void thePageSaysWhatTheRulesSay() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page());
    }

    private static String page() {
        String rows =
                Arrays.stream(RequestRule.values())
                        .map(RequestRuleReferenceTest::row)
                        .collect(Collectors.joining());
        return """
        # HTTP/1.1

        What a request must keep to before one of its bytes goes to a pod. This page is generated
        from the rules in the code; the limits are the defaults.

        A request that breaks a rule is answered with the status of the rule, and its connection is
        closed. If the response has begun already, the connection is reset instead. The name of the
        rule is the field `rule` of the JSON access log, and the label `rule` of the metric
        `sekisho_refused_requests_total`.

        | Rule | Section | Status | What it demands |
        |---|---|---|---|
        """
                + rows
                + RESPONSES
                + Arrays.stream(ResponseRule.values())
                        .map(RequestRuleReferenceTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(ResponseRule rule) {
        return "| `%s` | %s | %s |\n".formatted(rule.name(), rule.section(), rule.meaning());
    }

    private static String row(RequestRule rule) {
        return "| `%s` | %s | %d | %s |\n"
                .formatted(rule.name(), rule.section(), rule.status(), rule.meaning());
    }
}
