package dev.sekisho.model;

/// How much a diagnostic matters to the owner of its subject.
public enum Severity {
    /// Worth knowing; everything asked for is served.
    INFO,
    /// Served, but not all of it, or not as written.
    WARNING,
    /// A part of the object is not served.
    ERROR
}
