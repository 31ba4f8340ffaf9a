package dev.sekisho.cli;

import dev.sekisho.cli.Option.Default;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The options about the process: ports, threads, logs, its end.
final class ProcessOptions {

    static final Option<String> CONFIG =
            Option.of(
                    "config",
                    Grammars.FILE,
                    "sekisho.yaml",
                    Command.PROCESSES,
                    "The configuration file; the default one may be absent.");

    static final Option<Integer> HTTP_PORT =
            Option.of(
                    "http-port",
                    Grammars.PORT,
                    "8080",
                    Command.LISTENING,
                    "The port for HTTP; 0 picks a free one.");

    static final Option<Integer> HTTPS_PORT =
            Option.of(
                    "https-port",
                    Grammars.PORT,
                    "8443",
                    Command.GATEWAYS,
                    "The port for HTTPS; 0 picks a free one.");

    static final Option<Integer> PUBLIC_HTTP_PORT =
            new Option<>(
                    "public-http-port",
                    Grammars.PORT,
                    new Default("0", "80"),
                    Command.GATEWAYS,
                    "The port that clients use for HTTP; 0 means the one that is listened on.");

    static final Option<Integer> PUBLIC_HTTPS_PORT =
            new Option<>(
                    "public-https-port",
                    Grammars.PORT,
                    new Default("0", "443"),
                    Command.GATEWAYS,
                    "The port that clients use for HTTPS, as redirects name it; 0 means the one that"
                            + " is listened on.");

    static final Option<Integer> MANAGEMENT_PORT =
            Option.of(
                    "management-port",
                    Grammars.PORT,
                    "10254",
                    Command.OBSERVED,
                    "The port for /healthz, /readyz, /metrics and /debug; 0 picks a free one.");

    static final Option<String> BIND_ADDRESS =
            Option.of(
                    "bind-address",
                    Grammars.ADDRESS,
                    "0.0.0.0",
                    Command.LISTENING,
                    "The address on which traffic is accepted; :: takes IPv6 and IPv4.");

    static final Option<String> MANAGEMENT_BIND_ADDRESS =
            Option.of(
                    "management-bind-address",
                    Grammars.ADDRESS,
                    "0.0.0.0",
                    Command.MANAGED,
                    "The address of the management port.");

    static final Option<Integer> EVENT_LOOPS =
            Option.of(
                    "event-loops",
                    Grammars.LOOPS,
                    "0",
                    Command.MANAGED,
                    "How many threads move traffic; 0 means one for each core.");

    static final Option<Duration> DRAIN_DELAY =
            new Option<>(
                    "drain-delay",
                    Grammars.DURATION,
                    new Default("0s", "5s"),
                    Command.GATEWAYS,
                    "How long after SIGTERM traffic is still taken as before, while not ready.");

    static final Option<Duration> DRAIN_TIMEOUT =
            Option.of(
                    "drain-timeout",
                    Grammars.DURATION,
                    "30s",
                    Command.GATEWAYS,
                    "How long requests in flight may take to finish after that.");

    static final Option<AccessLog> ACCESS_LOG =
            Option.of(
                    "access-log",
                    Grammars.oneOf(AccessLog.class),
                    "json",
                    Command.GATEWAYS,
                    "The format of the access log on standard output.");

    static final Option<LogLevel> LOG_LEVEL =
            Option.of(
                    "log-level",
                    Grammars.oneOf(LogLevel.class),
                    "info",
                    Command.OBSERVED,
                    "From which severity on the program logs to standard error.");

    static final Option<String> POD_NAME =
            Option.of(
                    "pod-name",
                    Grammars.TEXT,
                    "",
                    Set.of(Command.CONTROLLER, Command.AGENT, Command.DEMO_POD),
                    "The name of this pod; else the host name.");

    static final Option<String> POD_UID =
            Option.of(
                    "pod-uid",
                    Grammars.TEXT,
                    "",
                    Set.of(Command.AGENT),
                    "The UID of this pod, which owns the Lease of its node then: the one goes with"
                            + " the other.");

    static final Option<String> SERVICE_NAME =
            Option.of(
                    "service-name",
                    Grammars.OBJECT_NAME,
                    "front",
                    Set.of(Command.DEMO_POD),
                    "Which Service of the example shop this pod is of.");

    static final List<Option<?>> ALL =
            List.of(
                    CONFIG,
                    HTTP_PORT,
                    HTTPS_PORT,
                    PUBLIC_HTTP_PORT,
                    PUBLIC_HTTPS_PORT,
                    MANAGEMENT_PORT,
                    BIND_ADDRESS,
                    MANAGEMENT_BIND_ADDRESS,
                    EVENT_LOOPS,
                    DRAIN_DELAY,
                    DRAIN_TIMEOUT,
                    ACCESS_LOG,
                    LOG_LEVEL,
                    POD_NAME,
                    POD_UID,
                    SERVICE_NAME);

    private ProcessOptions() {}
}
