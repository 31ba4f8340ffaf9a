package dev.sekisho.manifests;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Tells one version of a file or folder from the next.
record Stamp(Object key, long size, long modifiedNanos) {

    static Stamp of(Path path, BasicFileAttributes attributes) {
        return new Stamp(
                identity(path, attributes),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /// What stays the same by whatever link a file is reached; the path where nothing better is
    /// known.
    static Object identity(Path path, BasicFileAttributes attributes) {
        return Objects.requireNonNullElse(attributes.fileKey(), path);
    }
}
