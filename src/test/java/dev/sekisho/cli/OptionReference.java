package dev.sekisho.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The option catalog as Markdown.
final class OptionReference {

    private static final String INTRODUCTION =
            """
            # Configuration

            Every option can be written in three places. The command line wins over the environment, which
            wins over the file, which wins over the default.

            | Where | How |
            |---|---|
            | command line | `--http-port 8080` or `--http-port=8080` |
            | environment | `SEKISHO_HTTP_PORT=8080` |
            | file | `sekisho: { http-port: 8080 }` in `sekisho.yaml` |

            The file is `sekisho.yaml` in the working directory if there is one, or the one that `--config` or
            `SEKISHO_CONFIG` names. A key or variable that does not exist is an error that names the nearest one,
            and so is a value that cannot be read: the program ends with exit code 2. Variables that Kubernetes
            derives from Services (`SEKISHO_SERVICE_HOST`, `SEKISHO_PORT_80_TCP`) are ignored.

            Times are `500ms`, `5s`, `2m`, `1h`; sizes are bytes or `512k`, `8m`, `1g`. Lists take commas, or the
            option several times, or a YAML list. `true|false` options without a value mean `true`.

            Exit codes: 0 done, 1 failed, 2 used wrongly.

            """;

    private OptionReference() {}

    static String page() {
        return INTRODUCTION
                + "| Option | Variable | Default | Commands | What it does |\n|---|---|---|---|---|\n"
                + OptionCatalog.ALL.stream().map(OptionReference::row).collect(Collectors.joining())
                + "\nThis page is written from the option catalog by `OptionReferenceTest`.\n";
    }

    /// The short form: what a reader of the README needs.
    static String table() {
        return "\n| Option | Default | What it does |\n|---|---|---|\n"
                + OptionCatalog.ALL.stream()
                        .filter(option ->
                                Command.GATEWAYS.stream().anyMatch(option.commands()::contains))
                        .filter(option -> !option.commands().equals(Command.CLUSTERED))
                        .filter(option -> !option.commands().equals(Command.READING))
                        .filter(option -> !option.commands().equals(Command.CONNECTED))
                        .filter(option -> !option.commands().equals(Command.PER_NODE))
                        .filter(option -> !ProbeOptions.ALL.contains(option))
                        .map(OptionReference::shortRow)
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String row(Option<?> option) {
        return "| `%s %s` | `%s` | %s | %s | %s |\n"
                .formatted(
                        option.flag(),
                        escape(option.grammar().placeholder()),
                        option.variable(),
                        defaults(option),
                        commands(option),
                        option.doc());
    }

    private static String shortRow(Option<?> option) {
        return "| `%s` | %s | %s |\n".formatted(option.flag(), defaults(option), option.doc());
    }

    private static String defaults(Option<?> option) {
        var elsewhere = option.defaults().elsewhere();
        if (elsewhere.isEmpty()) {
            return "";
        }
        var controller = option.defaults().controller();
        return elsewhere.equals(controller)
                ? "`" + elsewhere + "`"
                : "`" + elsewhere + "`, `controller` `" + controller + "`";
    }

    private static String commands(Option<?> option) {
        return Arrays.stream(Command.values())
                .filter(option.commands()::contains)
                .map(Command::word)
                .collect(Collectors.joining(", "));
    }

    private static String escape(String text) {
        return text.replace("|", "\\|");
    }
}
