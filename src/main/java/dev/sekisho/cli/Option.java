package dev.sekisho.cli;

import java.util.Locale;
import java.util.Set;

/// The only description of one option; help, keys, environment names and the reference page come
/// from it.
///
/// `defaults` is the text that stands where nobody wrote one.
record Option<T>(
        String name, Grammar<T> grammar, Default defaults, Set<Command> commands, String doc) {

    /// `elsewhere` holds for every command but the controller.
    record Default(String elsewhere, String controller) {

        static Default of(String text) {
            return new Default(text, text);
        }
    }

    static <T> Option<T> of(
            String name, Grammar<T> grammar, String value, Set<Command> commands, String doc) {
        return new Option<>(name, grammar, Default.of(value), commands, doc);
    }

    String flag() {
        return "--" + name;
    }

    /// The key in `sekisho.yaml`.
    String key() {
        return "sekisho." + name;
    }

    String variable() {
        return "SEKISHO_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    String defaultFor(Command command) {
        return command == Command.CONTROLLER ? defaults.controller() : defaults.elsewhere();
    }
}
