package dev.sekisho.gateway.http1;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// A claim about all inputs, and the inputs that are kept to try it with.
record FuzzTarget(String name, Class<?> type, Consumer<byte[]> claim) {

    static final List<FuzzTarget> ALL =
            List.of(
                    new FuzzTarget(
                            "request-head",
                            RequestHeadFuzz.class,
                            RequestHeadFuzz::fuzzerTestOneInput),
                    new FuzzTarget(
                            "response-head",
                            ResponseHeadFuzz.class,
                            ResponseHeadFuzz::fuzzerTestOneInput),
                    new FuzzTarget("chunks", ChunksFuzz.class, ChunksFuzz::fuzzerTestOneInput),
                    new FuzzTarget("path", PathFuzz.class, PathFuzz::fuzzerTestOneInput),
                    new FuzzTarget("host", HostFuzz.class, HostFuzz::fuzzerTestOneInput));

    Path corpus() {
        return Path.of("src/test/resources/fuzz", name);
    }

    void run(byte[] input) {
        claim.accept(input);
    }
}
