package dev.sekisho.image;

import java.io.IOException;
import java.util.List;

/// The libraries by which Netty makes system calls and TLS. It would unpack them into a folder that
/// it can write to, and an image has none.
final class NettyLibraries {

    private static final List<String> NAMES =
            List.of("libnetty_transport_native_epoll_%s.so", "libnetty_tcnative_linux_%s.so");

    private NettyLibraries() {}

    /// Copies them out of the archives of the class path.
    static void copy(RootFolder root, String folder, String architecture) throws IOException {
        var machine = architecture.equals("amd64") ? "x86_64" : "aarch_64";
        for (var library : NAMES) {
            var name = library.formatted(machine);
            root.copyResource(folder + "/" + name, "META-INF/native/" + name);
        }
    }
}
