package dev.sekisho.cli;

import dev.sekisho.cli.OptionValues.Written;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// Command line over environment over `sekisho.yaml` over defaults.
final class ConfigLayers {

    private static final int COMMAND_LINE = 400;
    private static final int ENVIRONMENT = 300;
    private static final int FILE = 110;
    private static final int DEFAULTS = 100;

    private final Command command;
    private final Map<String, String> arguments;
    private final Map<String, String> environment;
    private final Path workingFolder;

    /// `arguments` are option names and texts of the command line.
    ConfigLayers(
            Command command,
            Map<String, String> arguments,
            Map<String, String> environment,
            Path workingFolder) {
        this.command = command;
        this.arguments = arguments;
        this.environment = OptionVariables.ours(environment);
        this.workingFolder = workingFolder;
    }

    OptionValues resolve() {
        var file = file();
        var config = config(sources(file));
        var values = new HashMap<String, Written>();
        for (var option : OptionCatalog.of(command)) {
            values.put(option.name(), written(config, option, file));
        }
        return new OptionValues(values);
    }

    private List<ConfigSource> sources(@Nullable Path file) {
        var sources = new ArrayList<ConfigSource>();
        sources.add(new PropertiesConfigSource(keyed(arguments), "arguments", COMMAND_LINE));
        sources.add(new EnvConfigSource(environment, ENVIRONMENT));
        if (file != null) {
            sources.add(yaml(file));
        }
        sources.add(new PropertiesConfigSource(defaults(), "defaults", DEFAULTS));
        return sources;
    }

    private static SmallRyeConfig config(List<ConfigSource> sources) {
        return new SmallRyeConfigBuilder().withSources(sources).build();
    }

    private static Written written(SmallRyeConfig config, Option<?> option, @Nullable Path file) {
        var value = config.getConfigValue(option.key());
        var text = Objects.requireNonNullElse(value.getRawValue(), "");
        var source =
                switch (value.getConfigSourceOrdinal()) {
                    case ENVIRONMENT -> option.variable();
                    case FILE -> option.key() + " in " + file;
                    default -> option.flag();
                };
        return new Written(source, text);
    }

    /// The file that is named, or `sekisho.yaml` if there is one.
    private @Nullable Path file() {
        var named =
                arguments.getOrDefault(
                        ProcessOptions.CONFIG.name(),
                        environment.getOrDefault(ProcessOptions.CONFIG.variable(), ""));
        if (!named.isEmpty()) {
            return workingFolder.resolve(named);
        }
        var usual = workingFolder.resolve(ProcessOptions.CONFIG.defaults().elsewhere());
        return Files.isRegularFile(usual) ? usual : null;
    }

    private static ConfigSource yaml(Path file) {
        var source = parse(file);
        for (var name : source.getPropertyNames()) {
            checkKey(file, name);
        }
        return source;
    }

    private static YamlConfigSource parse(Path file) {
        var text = read(file);
        try {
            var source = new YamlConfigSource(file.toString(), text, FILE);
            if (source.getPropertyNames().isEmpty() && !isBlank(text)) {
                throw new IllegalArgumentException("neither keys nor nothing");
            }
            return source;
        } catch (MarkedYAMLException broken) {
            var line = broken.getProblemMark().getLine() + 1;
            throw new UsageException(file + ": line " + line + ": " + broken.getProblem());
        } catch (YAMLException | ClassCastException | IllegalArgumentException _) {
            throw new UsageException(file + ": not a map of keys (expected: 'sekisho:' on top)");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            throw new UsageException("--config: '" + file + "' (expected: a readable file)");
        }
    }

    /// The root may stand alone, with all keys below it commented out.
    private static boolean isBlank(String yaml) {
        return yaml.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .allMatch(List.of("", "---", "sekisho:")::contains);
    }

    /// The elements of a list are named after it, with an index in brackets.
    private static void checkKey(Path file, String name) {
        var bracket = name.indexOf('[');
        var key = bracket < 0 ? name : name.substring(0, bracket);
        var known =
                OptionCatalog.ALL.stream()
                        .filter(option -> !option.equals(ProcessOptions.CONFIG))
                        .map(Option::key)
                        .toList();
        if (!known.contains(key)) {
            throw new UsageException(file + ": unknown key '" + key + "'" + Nearest.of(key, known));
        }
    }

    private Map<String, String> defaults() {
        var defaults = new TreeMap<String, String>();
        OptionCatalog.of(command)
                .forEach(option -> defaults.put(option.name(), option.defaultFor(command)));
        return keyed(defaults);
    }

    private static Map<String, String> keyed(Map<String, String> byName) {
        var keyed = new TreeMap<String, String>();
        byName.forEach((name, text) -> keyed.put("sekisho." + name, text));
        return keyed;
    }
}
