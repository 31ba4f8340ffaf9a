package dev.sekisho.gateway.observe;

import org.jspecify.annotations.Nullable;

/// What is known of an exchange when it is over: the input of metrics and access log.
///
/// A view on the exchange itself, valid only during `LoopObserver.finished`. Text that the client
/// left out is empty; a number that does not apply is -1, such as `connectNanos` on a reused
/// connection or every upstream time of a request that the gateway answered itself.
public interface ExchangeRecord {

    RouteStats stats();

    int status();

    CharSequence method();

    /// The request target as received, query included.
    CharSequence target();

    CharSequence host();

    /// `HTTP/1.1`.
    CharSequence protocol();

    CharSequence userAgent();

    CharSequence referer();

    CharSequence requestId();

    String remoteAddress();

    /// Every endpoint that was tried, comma separated.
    String upstreamAddresses();

    /// The status or `-` of every try, comma separated.
    String upstreamStatuses();

    /// Request line, header and body.
    long requestBytes();

    /// Status line, header and body.
    long responseBytes();

    long startEpochMillis();

    long durationNanos();

    long connectNanos();

    /// From the start of the upstream request to the end of the response header.
    long headerNanos();

    /// From the start of the upstream request to the end of the response.
    long upstreamNanos();

    /// Which rule of the gateway refused the request, if one did.
    @Nullable String rule();
}
