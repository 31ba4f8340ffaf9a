package dev.sekisho.translate.syntax;

import dev.sekisho.model.http.PathMatch;

/// Reads `path` and `pathType` of a rule into what requests are compared with.
public final class PathReader {

    private static final String KINDS = "(expected: Exact, Prefix or ImplementationSpecific)";

    private PathReader() {}

    /// `ImplementationSpecific` is `Prefix` here, and may leave the path out for `/`.
    public static Reading<PathMatch> read(String path, String pathType) {
        return switch (pathType) {
            case "Exact" -> exact(path);
            case "Prefix" -> prefix(path);
            case "ImplementationSpecific" -> prefix(path.isEmpty() ? "/" : path);
            case "" -> Reading.invalid("path " + Excerpt.of(path) + " has no pathType " + KINDS);
            default -> Reading.invalid("pathType " + Excerpt.of(pathType) + " is unknown " + KINDS);
        };
    }

    private static Reading<PathMatch> exact(String path) {
        return switch (NormalPath.of(path)) {
            case Reading.Valid(var normal) -> Reading.valid(new PathMatch.Exact(normal));
            case Reading.Invalid(var problem) -> Reading.invalid(problem);
        };
    }

    private static Reading<PathMatch> prefix(String path) {
        return switch (NormalPath.of(path)) {
            case Reading.Valid(var normal) ->
                    Reading.valid(new PathMatch.Prefix(withoutTrailingSlash(normal)));
            case Reading.Invalid(var problem) -> Reading.invalid(problem);
        };
    }

    private static String withoutTrailingSlash(String path) {
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }
}
