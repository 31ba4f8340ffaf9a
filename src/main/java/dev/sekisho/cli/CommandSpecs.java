package dev.sekisho.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The catalog as picocli sees it, built by hand so that nothing is found by reflection.
final class CommandSpecs {

    private CommandSpecs() {}

    static CommandLine commandLine() {
        var root = CommandSpec.create().name("sekisho").addOption(help()).addOption(version());
        root.usageMessage()
                .width(100)
                .description("Kubernetes Ingress controller and edge gateway.")
                .footer("", "Options may also stand in sekisho.yaml or in SEKISHO_* variables.");
        Arrays.stream(Command.values())
                .forEach(command -> root.addSubcommand(command.word(), spec(command)));
        return new CommandLine(root).setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }

    private static CommandSpec spec(Command command) {
        var spec = CommandSpec.create().name(command.word()).addOption(help());
        spec.usageMessage()
                .description(command.summary())
                .sortOptions(false)
                .width(100)
                .abbreviateSynopsis(true);
        if (command == Command.SERVE) {
            spec.addPositional(folders());
        }
        if (command == Command.PROBE) {
            spec.addPositional(url());
        }
        OptionCatalog.of(command).forEach(option -> spec.addOption(spec(option, command)));
        return spec;
    }

    private static OptionSpec spec(Option<?> option, Command command) {
        var value = option.defaultFor(command);
        var doc = value.isEmpty() ? option.doc() : option.doc() + " Default: " + value;
        var spec =
                OptionSpec.builder(option.flag())
                        .paramLabel(option.grammar().placeholder())
                        .description(doc);
        if (option.grammar().equals(Grammars.SWITCH)) {
            return spec.type(Boolean.class).arity("0..1").fallbackValue("true").build();
        }
        return spec.type(List.class).auxiliaryTypes(String.class).arity("1").build();
    }

    private static PositionalParamSpec folders() {
        return PositionalParamSpec.builder()
                .paramLabel("FOLDER")
                .description("Folders of Kubernetes manifests, read at any depth and watched.")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1..*")
                .build();
    }

    private static PositionalParamSpec url() {
        return PositionalParamSpec.builder()
                .paramLabel("URL")
                .description("What to ask for: http://HOST[:PORT]/PATH")
                .type(String.class)
                .arity("1")
                .build();
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Shows this help.")
                .build();
    }

    private static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .type(boolean.class)
                .description("Prints the version.")
                .build();
    }
}
