package dev.sekisho.translate.annotation;

/// One annotation that is honoured: the only description of it, for code and reference page alike.
///
/// `fallback` is the sentence on what holds without it; `doc` the one on what it is for.
record AnnotationKey<T>(
        String name,
        Grammar<T> grammar,
        Malformed malformed,
        Scope scope,
        String fallback,
        String doc) {

    static final String PREFIX = "sekisho.dev/";

    /// What a value that means nothing does to the routes of the Ingress.
    enum Malformed {
        /// The default stays.
        KEEP_DEFAULT,
        /// They answer 503: the value was meant to keep someone out.
        SHUT_ROUTES
    }

    /// What an annotation holds for.
    enum Scope {
        /// The paths of the Ingress that carries it, and its default backend.
        OWN_PATHS,
        /// Whole hosts: those of its rules, as far as they belong to its namespace.
        OWN_HOSTS
    }

    /// A key that adjusts behaviour.
    static <T> AnnotationKey<T> tuning(
            String name, Grammar<T> grammar, Scope scope, String fallback, String doc) {
        return new AnnotationKey<>(name, grammar, Malformed.KEEP_DEFAULT, scope, fallback, doc);
    }

    /// A key that keeps someone out: lists, authentication, client certificates, limits.
    static <T> AnnotationKey<T> guarding(
            String name, Grammar<T> grammar, Scope scope, String fallback, String doc) {
        return new AnnotationKey<>(name, grammar, Malformed.SHUT_ROUTES, scope, fallback, doc);
    }

    /// This key, for a value that was meant to keep someone out if it was meant for anything.
    AnnotationKey<T> guarding() {
        return new AnnotationKey<>(name, grammar, Malformed.SHUT_ROUTES, scope, fallback, doc);
    }

    /// The name with its prefix, as users write it.
    String fullName() {
        return PREFIX + name;
    }
}
