package dev.sekisho.translate.syntax;

import java.util.Optional;

/// How an annotation names a Secret: `name`, or `namespace/name`.
///
/// `namespace` is empty where it is not said.
public record SecretName(String namespace, String name) {

    public static final String EXPECTED = "the name of a Secret, or namespace/name";

    private static final int MAX_NAME = 253;

    public static Optional<SecretName> read(String text) {
        var stripped = text.strip();
        var slash = stripped.indexOf('/');
        var namespace = slash < 0 ? "" : stripped.substring(0, slash);
        var name = stripped.substring(slash + 1);
        return isName(name) && (slash < 0 || isName(namespace))
                ? Optional.of(new SecretName(namespace, name))
                : Optional.empty();
    }

    private static boolean isName(String text) {
        return text.length() <= MAX_NAME
                && text.chars().noneMatch(c -> c >= 'A' && c <= 'Z')
                && HostReader.isDnsName(text);
    }

    /// As it is written.
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
