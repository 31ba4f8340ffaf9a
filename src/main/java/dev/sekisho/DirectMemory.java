package dev.sekisho;

import java.nio.file.Path;
import java.util.OptionalLong;

/// How much memory Netty's buffers may take outside of the heap: a quarter of what the process may
/// have. The heap has its own share of it; code, threads and the system need the rest.
final class DirectMemory {

    static final String PROPERTY = "io.netty.maxDirectMemory";

    private static final int SHARE = 4;
    private static final long LEAST = 16 << 20;

    private DirectMemory() {}

    /// Sets the limit before Netty is loaded, unless whoever started the process did.
    static void limit() {
        if (System.getProperty(PROPERTY) == null) {
            of(new MemoryLimit(Path.of("/")).bytes())
                    .ifPresent(bytes -> System.setProperty(PROPERTY, Long.toString(bytes)));
        }
    }

    static OptionalLong of(OptionalLong memory) {
        return memory.isEmpty()
                ? memory
                : OptionalLong.of(Math.max(LEAST, memory.getAsLong() / SHARE));
    }
}
