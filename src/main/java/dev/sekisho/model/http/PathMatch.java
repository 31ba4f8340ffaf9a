package dev.sekisho.model.http;

/// Which request paths a route is for (Ingress v1, `pathType`). Matching is case-sensitive.
public sealed interface PathMatch {

    /// The whole path, equal to the letter.
    record Exact(String path) implements PathMatch {}

    /// Whole path elements: `/foo` matches `/foo`, `/foo/` and `/foo/bar`, not `/foobar`.
    ///
    /// `path` starts with a slash and has no trailing one, except for `/` itself, which matches
    /// all.
    record Prefix(String path) implements PathMatch {}

    /// The path without its kind.
    String path();
}
