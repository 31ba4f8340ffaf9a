package dev.sekisho.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The options about asking for a URL.
final class ProbeOptions {

    private static final Set<Command> PROBE = Set.of(Command.PROBE);

    static final Option<Optional<String>> VIA =
            Option.of(
                    "via",
                    Grammars.ADDRESS.orNothing(),
                    "",
                    PROBE,
                    "The address to connect to, instead of that of the URL's host.");

    static final Option<Integer> EXPECT =
            Option.of("expect", Grammars.STATUS, "200", PROBE, "The status that is expected.");

    static final Option<Duration> WITHIN =
            Option.of(
                    "within",
                    Grammars.TIMEOUT,
                    "5s",
                    PROBE,
                    "How long is asked again until the status is the expected one.");

    static final List<Option<?>> ALL = List.of(VIA, EXPECT, WITHIN);

    private ProbeOptions() {}
}
