package dev.sekisho.translate.syntax;

import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.PathPolicy;

/// Reads `path` and `pathType` of a rule into what requests are compared with.
public final class PathReader {

    private static final String KINDS = "(expected: Exact, Prefix or ImplementationSpecific)";

    private PathReader() {}

    /// `ImplementationSpecific` is `Prefix` here, and may leave the path out for `/`.
    public static Reading<PathMatch> read(String path, String pathType) {
        return read(path, pathType, PathPolicy.STRICT);
    }

    /// As `read`, for a host that may serve unusual paths.
    public static Reading<PathMatch> read(String path, String pathType, PathPolicy policy) {
        return switch (pathType) {
            case "Exact" -> exact(path, policy);
            case "Prefix" -> prefix(path, policy);
            case "ImplementationSpecific" -> prefix(path.isEmpty() ? "/" : path, policy);
            case "" -> Reading.invalid("path " + Excerpt.of(path) + " has no pathType " + KINDS);
            default -> Reading.invalid("pathType " + Excerpt.of(pathType) + " is unknown " + KINDS);
        };
    }

    private static Reading<PathMatch> exact(String path, PathPolicy policy) {
        return switch (NormalPath.of(path, policy)) {
            case Reading.Valid(var normal) -> Reading.valid(new PathMatch.Exact(normal));
            case Reading.Invalid(var problem) -> Reading.invalid(problem);
        };
    }

    private static Reading<PathMatch> prefix(String path, PathPolicy policy) {
        return switch (NormalPath.of(path, policy)) {
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
