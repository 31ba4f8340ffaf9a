package dev.sekisho.translate.annotation;

import dev.sekisho.model.http.PathOddity;
import dev.sekisho.translate.draft.RouteDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `allow-…`: hosts that serve paths which two programs could read differently.
final class UnusualPaths implements AnnotationFeature {

    private record Switch(PathOddity oddity, AnnotationKey<Boolean> key) {}

    private static final List<Switch> SWITCHES =
            List.of(
                    of(
                            PathOddity.ENCODED_SLASH,
                            "allow-encoded-slash",
                            "Serves paths with `%2F`, which stays as it is and does not end a path"
                                    + " element. A dot segment beside one is refused all the same."),
                    of(
                            PathOddity.BACKSLASH,
                            "allow-backslash",
                            "Serves paths with `%5C` or a backslash, which is sent on as `%5C`. A dot"
                                    + " segment beside one is refused all the same."),
                    of(
                            PathOddity.CONTROL,
                            "allow-encoded-control",
                            "Serves paths with `%00` and other encoded control characters."),
                    of(
                            PathOddity.PARAMETER,
                            "allow-path-parameters",
                            "Serves paths with a semicolon or `%3B`, which is part of the path"
                                    + " element. Pods that cut parameters off see another path than"
                                    + " the one that was matched, so do not keep anyone out of such"
                                    + " pods by path. One after a dot segment or an empty one is"
                                    + " refused all the same."),
                    of(
                            PathOddity.DOUBLE_ESCAPE,
                            "allow-double-encoding",
                            "Serves paths in which `%25` stands before two hexadecimal digits."),
                    of(
                            PathOddity.NOT_UTF8,
                            "allow-non-utf8-path",
                            "Serves paths whose escapes are not UTF-8. Characters in a longer form"
                                    + " than they need are refused all the same."));

    private static Switch of(PathOddity oddity, String name, String doc) {
        var key =
                AnnotationKey.tuning(
                        name,
                        Grammar.TRUE_OR_FALSE,
                        AnnotationKey.Scope.OWN_HOSTS,
                        "`false`: such requests are answered 400",
                        doc);
        return new Switch(oddity, key);
    }

    @Override
    public List<AnnotationKey<?>> keys() {
        return SWITCHES.stream().<AnnotationKey<?>>map(Switch::key).toList();
    }

    /// Nothing that could be done to a single route.
    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        return Optional.empty();
    }

    static List<PathAllowance> allowances(Annotations annotations) {
        List<PathAllowance> said = new ArrayList<>(0);
        for (var each : SWITCHES) {
            annotations
                    .value(each.key())
                    .map(on -> new PathAllowance(each.oddity(), each.key().fullName(), on))
                    .ifPresent(said::add);
        }
        return said;
    }
}
