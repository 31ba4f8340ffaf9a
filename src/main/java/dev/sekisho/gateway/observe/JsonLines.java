package dev.sekisho.gateway.observe;

import dev.sekisho.model.http.RouteOrigin;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One JSON object per exchange. What does not apply is left out.
final class JsonLines implements LineFormat {

    private final LogClock clock =
            new LogClock(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT));

    @Override
    public void write(ExchangeRecord exchange, LineBuffer line) {
        long end = LogClock.end(exchange);
        line.raw("{\"time\":\"").raw(clock.text(end)).raw('.');
        line.threeDigits(Math.floorMod(end, 1000L)).raw("Z\"");
        request(exchange, line);
        response(exchange, line);
        upstream(exchange, line);
        route(exchange.stats().origin(), line);
        String rule = exchange.rule();
        if (rule != null) {
            text(line, ",\"rule\":\"", rule);
        }
        line.raw("}\n");
    }

    private static void request(ExchangeRecord exchange, LineBuffer line) {
        text(line, ",\"request_id\":\"", exchange.requestId());
        text(line, ",\"remote_addr\":\"", exchange.remoteAddress());
        text(line, ",\"method\":\"", exchange.method());
        text(line, ",\"host\":\"", exchange.host());
        text(line, ",\"request\":\"", exchange.target());
        text(line, ",\"protocol\":\"", exchange.protocol());
        text(line, ",\"user_agent\":\"", exchange.userAgent());
        text(line, ",\"referer\":\"", exchange.referer());
    }

    private static void response(ExchangeRecord exchange, LineBuffer line) {
        line.raw(",\"status\":").number(exchange.status());
        line.raw(",\"request_length\":").number(Math.max(0, exchange.requestBytes()));
        line.raw(",\"bytes_sent\":").number(Math.max(0, exchange.responseBytes()));
        seconds(line, ",\"request_time\":", exchange.durationNanos());
    }

    private static void upstream(ExchangeRecord exchange, LineBuffer line) {
        text(line, ",\"upstream_addr\":\"", exchange.upstreamAddresses());
        text(line, ",\"upstream_status\":\"", exchange.upstreamStatuses());
        seconds(line, ",\"upstream_connect_time\":", exchange.connectNanos());
        seconds(line, ",\"upstream_header_time\":", exchange.headerNanos());
        seconds(line, ",\"upstream_response_time\":", exchange.upstreamNanos());
    }

    private static void route(RouteOrigin origin, LineBuffer line) {
        text(line, ",\"namespace\":\"", origin.namespace());
        text(line, ",\"ingress\":\"", origin.ingress());
        text(line, ",\"service\":\"", origin.service());
        text(line, ",\"port\":\"", origin.port());
        text(line, ",\"path\":\"", origin.path());
    }

    private static void text(LineBuffer line, String key, CharSequence value) {
        if (!value.isEmpty()) {
            line.raw(key).json(value).raw('"');
        }
    }

    private static void seconds(LineBuffer line, String key, long nanos) {
        if (nanos >= 0) {
            line.raw(key).seconds(nanos);
        }
    }
}
