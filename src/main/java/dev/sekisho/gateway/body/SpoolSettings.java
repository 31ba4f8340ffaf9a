package dev.sekisho.gateway.body;

import java.nio.file.Path;
import java.util.Optional;

/// How much of all kept bodies together may lie in memory and in files. 0 means no limit; without a
/// folder there are no files.
public record SpoolSettings(long memoryBytes, Optional<Path> folder, long fileBytes) {

    public static final SpoolSettings DEFAULT =
            new SpoolSettings(64L << 20, Optional.empty(), 1L << 30);
}
