package dev.sekisho.cli;

import java.util.Map;

/// The text of every option of one command, from wherever it was written.
final class OptionValues {

    /// `source` is where it was written, in the words of whoever wrote it.
    record Written(String source, String text) {}

    private final Map<String, Written> byName;

    OptionValues(Map<String, Written> byName) {
        this.byName = byName;
    }

    /// An option that the command does not take has its default.
    <T> T get(Option<T> option) {
        var written =
                byName.getOrDefault(
                        option.name(), new Written(option.flag(), option.defaults().elsewhere()));
        return option.grammar().read(written.source(), written.text());
    }
}
