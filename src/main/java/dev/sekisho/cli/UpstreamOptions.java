package dev.sekisho.cli;

import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.RetryCondition;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The options about pods: how they are chosen, tried again and judged, and connections to them.
final class UpstreamOptions {

    static final Option<Balancing> LOAD_BALANCE =
            Option.of(
                    "load-balance",
                    Grammars.BALANCING,
                    "round_robin",
                    Command.GATEWAYS,
                    "How requests are spread over the pods of a Service.");

    static final Option<Set<RetryCondition>> PROXY_NEXT_UPSTREAM =
            Option.of(
                    "proxy-next-upstream",
                    Grammars.RETRY_CONDITIONS,
                    "error timeout",
                    Command.GATEWAYS,
                    "What makes a request go to another pod.");

    static final Option<Integer> PROXY_NEXT_UPSTREAM_TRIES =
            Option.of(
                    "proxy-next-upstream-tries",
                    Grammars.TRIES,
                    "3",
                    Command.GATEWAYS,
                    "How many pods are tried at most for one request. 0 is no limit.");

    static final Option<Duration> PROXY_NEXT_UPSTREAM_TIMEOUT =
            Option.of(
                    "proxy-next-upstream-timeout",
                    Grammars.DURATION,
                    "0",
                    Command.GATEWAYS,
                    "How long after the first try another may begin. 0 is no limit.");

    static final Option<Integer> RETRY_BUDGET =
            Option.of(
                    "retry-budget",
                    Grammars.PERCENT,
                    "20",
                    Command.GATEWAYS,
                    "How many requests to a Service port may be sent again, in percent of those of the"
                            + " last ten seconds; 30 always may. What was never sent does not"
                            + " count. 0 is none.");

    static final Option<Integer> ENDPOINT_EJECTION_FAILURES =
            Option.of(
                    "endpoint-ejection-failures",
                    Grammars.FAILURES,
                    "3",
                    Command.GATEWAYS,
                    "After how many refused connects in a row a pod gets no requests for a while; one"
                            + " that is not answered in time is enough. 0 is never.");

    static final Option<Duration> ENDPOINT_SLOW_START =
            Option.of(
                    "endpoint-slow-start",
                    Grammars.DURATION,
                    "0",
                    Command.GATEWAYS,
                    "For how long a new or returning pod gets less than its share. 0 is not at"
                            + " all.");

    static final Option<Duration> UPSTREAM_KEEPALIVE_TIMEOUT =
            Option.of(
                    "upstream-keepalive-timeout",
                    Grammars.TIMEOUT,
                    "60s",
                    Command.GATEWAYS,
                    "How long an idle connection to a pod is kept.");

    static final Option<Integer> UPSTREAM_KEEPALIVE_REQUESTS =
            Option.of(
                    "upstream-keepalive-requests",
                    Grammars.REQUESTS,
                    "10000",
                    Command.GATEWAYS,
                    "How many requests one connection to a pod may carry.");

    static final Option<Integer> UPSTREAM_KEEPALIVE_CONNECTIONS =
            Option.of(
                    "upstream-keepalive-connections",
                    Grammars.CONNECTIONS,
                    "320",
                    Command.GATEWAYS,
                    "How many idle connections to a pod each event loop keeps. 0 keeps none.");

    static final List<Option<?>> ALL =
            List.of(
                    LOAD_BALANCE,
                    PROXY_NEXT_UPSTREAM,
                    PROXY_NEXT_UPSTREAM_TRIES,
                    PROXY_NEXT_UPSTREAM_TIMEOUT,
                    RETRY_BUDGET,
                    ENDPOINT_EJECTION_FAILURES,
                    ENDPOINT_SLOW_START,
                    UPSTREAM_KEEPALIVE_TIMEOUT,
                    UPSTREAM_KEEPALIVE_REQUESTS,
                    UPSTREAM_KEEPALIVE_CONNECTIONS);

    private UpstreamOptions() {}
}
