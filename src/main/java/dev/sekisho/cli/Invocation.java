package dev.sekisho.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a command line asks for.
public sealed interface Invocation {

    /// Serve manifest folders; each existed when the command line was read.
    record Serve(List<Path> folders, Settings settings) implements Invocation {

        public Serve {
            folders = List.copyOf(folders);
        }
    }

    record Controller(Settings settings) implements Invocation {}

    /// Clear the statuses of the Ingresses that a gateway with these settings has served.
    record Retire(Settings settings) implements Invocation {}

    /// Serve Services in the kernel of this node.
    record Agent(AgentSettings settings) implements Invocation {}

    record Demo(Settings settings) implements Invocation {}

    /// Be one pod of the example shop.
    record DemoPod(String bindAddress, int port, String service, String pod)
            implements Invocation {}

    /// Ask for an `http` URL, at the address `via` if there is one, until the status is this one.
    record Probe(URI url, Optional<String> via, int status, Duration within)
            implements Invocation {}

    record Version() implements Invocation {}

    /// Nothing is left to do; what there was to say has been printed.
    record Done(int exitCode) implements Invocation {}
}
