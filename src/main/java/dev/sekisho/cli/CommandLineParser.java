package dev.sekisho.cli;

import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reads a command line. Help goes to `out`, complaints go to `err`.
public final class CommandLineParser {

    private static final int OK = 0;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Path workingFolder;

    /// Relative paths are taken from `workingFolder`.
    public CommandLineParser(PrintStream out, PrintStream err, Path workingFolder) {
        this.out = out;
        this.err = err;
        this.workingFolder = workingFolder;
    }

    public Invocation parse(String[] args, Map<String, String> environment) {
        var commandLine = CommandSpecs.commandLine();
        try {
            return invocation(commandLine, args, environment);
        } catch (ParameterException wrong) {
            return complain(wrong.getCommandLine(), message(wrong));
        } catch (UsageException wrong) {
            return complain(commandLine, String.valueOf(wrong.getMessage()));
        }
    }

    private Invocation invocation(
            CommandLine commandLine, String[] args, Map<String, String> environment) {
        var parsed = commandLine.parseArgs(args);
        if (parsed.isVersionHelpRequested()) {
            return new Invocation.Version();
        }
        var ofCommand = parsed.subcommand();
        if (parsed.isUsageHelpRequested() || ofCommand == null) {
            return usage(commandLine, parsed.isUsageHelpRequested());
        }
        if (ofCommand.isUsageHelpRequested()) {
            return usage(ofCommand.commandSpec().commandLine(), true);
        }
        return invocation(command(ofCommand), ofCommand, environment);
    }

    private Invocation invocation(
            Command command, ParseResult parsed, Map<String, String> environment) {
        if (command == Command.VERSION) {
            return new Invocation.Version();
        }
        var values =
                new ConfigLayers(command, arguments(parsed), environment, workingFolder).resolve();
        return switch (command) {
            case SERVE -> new Invocation.Serve(folders(parsed), settings(values));
            case CONTROLLER -> new Invocation.Controller(settings(values));
            case RETIRE -> new Invocation.Retire(settings(values));
            case AGENT -> new Invocation.Agent(AgentSettings.read(values));
            case DEMO -> new Invocation.Demo(settings(values));
            case DEMO_POD -> demoPod(values);
            case PROBE -> probe(url(parsed), values);
            case VERSION -> new Invocation.Version();
        };
    }

    private static Settings settings(OptionValues values) {
        return new SettingsReader(values).settings();
    }

    private static Invocation demoPod(OptionValues values) {
        return new Invocation.DemoPod(
                values.get(ProcessOptions.BIND_ADDRESS),
                values.get(ProcessOptions.HTTP_PORT),
                values.get(ProcessOptions.SERVICE_NAME),
                values.get(ProcessOptions.POD_NAME));
    }

    private static Invocation probe(URI url, OptionValues values) {
        return new Invocation.Probe(
                url,
                values.get(ProbeOptions.VIA),
                values.get(ProbeOptions.EXPECT),
                values.get(ProbeOptions.WITHIN));
    }

    private static URI url(ParseResult parsed) {
        String written = parsed.matchedPositionalValue(0, "");
        try {
            var url = new URI(written);
            if ("http".equals(url.getScheme()) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new UsageException("URL: '" + written + "' (expected: http://HOST[:PORT]/PATH)");
    }

    private static Command command(ParseResult parsed) {
        var word = parsed.commandSpec().name();
        return Arrays.stream(Command.values())
                .filter(command -> command.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    /// An option that is given several times has all its values.
    private static Map<String, String> arguments(ParseResult parsed) {
        var arguments = new TreeMap<String, String>();
        for (var option : parsed.matchedOptions()) {
            var name = option.longestName().substring(2);
            arguments.put(name, text(option.getValue()));
        }
        return arguments;
    }

    private static String text(Object value) {
        return value instanceof List<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    private List<Path> folders(ParseResult parsed) {
        List<String> named = parsed.matchedPositionalValue(0, List.of());
        if (named.isEmpty()) {
            throw new UsageException("serve needs at least one FOLDER");
        }
        return named.stream().map(this::folder).toList();
    }

    private Path folder(String named) {
        var folder = workingFolder.resolve(named);
        if (!Files.isDirectory(folder)) {
            throw new UsageException("FOLDER: '" + named + "' (expected: a folder that exists)");
        }
        return folder;
    }

    private Invocation usage(CommandLine commandLine, boolean asked) {
        commandLine.usage(asked ? out : err, Ansi.OFF);
        return new Invocation.Done(asked ? OK : USAGE);
    }

    private Invocation complain(CommandLine commandLine, String message) {
        err.println("sekisho: " + message);
        var name = commandLine.getCommandSpec().qualifiedName();
        err.println("Try '" + name + " --help'.");
        return new Invocation.Done(USAGE);
    }

    private static String message(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched.isUnknownOption() ? unknownOption(unmatched) : unknownWord(unmatched);
        }
        return String.valueOf(wrong.getMessage());
    }

    private static String unknownOption(UnmatchedArgumentException unmatched) {
        var written = unmatched.getUnmatched().getFirst();
        var flag = written.contains("=") ? written.substring(0, written.indexOf('=')) : written;
        var known = unmatched.getCommandLine().getCommandSpec().optionsMap().keySet();
        return "unknown option " + flag + Nearest.of(flag, known);
    }

    private static String unknownWord(UnmatchedArgumentException unmatched) {
        var written = unmatched.getUnmatched().getFirst();
        var commands = unmatched.getCommandLine().getSubcommands().keySet();
        return commands.isEmpty()
                ? "unexpected argument '" + written + "'"
                : "unknown command '" + written + "'" + Nearest.of(written, commands);
    }
}
