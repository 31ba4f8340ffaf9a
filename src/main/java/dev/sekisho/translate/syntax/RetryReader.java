package dev.sekisho.translate.syntax;

import dev.sekisho.model.http.RetryCondition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads on which conditions a request goes to another endpoint: nginx's words, with blanks or
/// commas between.
public final class RetryReader {

    public static final String EXPECTED =
            "off, or some of "
                    + Arrays.stream(RetryCondition.values())
                            .map(RetryCondition::text)
                            .collect(Collectors.joining(" "));

    private RetryReader() {}

    /// Empty for text that means nothing; an empty set for `off`.
    public static Optional<Set<RetryCondition>> read(String text) {
        var byText =
                Arrays.stream(RetryCondition.values())
                        .collect(Collectors.toMap(RetryCondition::text, Function.identity()));
        var conditions = EnumSet.noneOf(RetryCondition.class);
        var words = text.replace(',', ' ').strip().split("\\s+", -1);
        if (words.length == 1 && words[0].equals("off")) {
            return Optional.of(conditions);
        }
        for (var word : words) {
            var condition = byText.get(word);
            if (condition == null) {
                return Optional.empty();
            }
            conditions.add(condition);
        }
        return Optional.of(conditions);
    }
}
