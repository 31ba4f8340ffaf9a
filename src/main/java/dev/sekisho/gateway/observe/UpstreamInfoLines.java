package dev.sekisho.gateway.observe;

import dev.sekisho.model.http.RouteOrigin;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The lines of ingress-nginx' `upstreaminfo` format, which log pipelines already parse.
///
/// There is no remote user: credentials are not read for the log. Response lengths are those sent
/// to the client, header included.
final class UpstreamInfoLines implements LineFormat {

    private final LogClock clock =
            new LogClock(DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss '+0000'", Locale.ROOT));

    @Override
    public void write(ExchangeRecord exchange, LineBuffer line) {
        line.word(exchange.remoteAddress()).raw(" - - [");
        line.raw(clock.text(LogClock.end(exchange))).raw("] \"");
        request(exchange, line);
        line.raw("\" ").number(exchange.status());
        line.raw(' ').number(Math.max(0, exchange.responseBytes()));
        line.raw(" \"").quoted(exchange.referer());
        line.raw("\" \"").quoted(exchange.userAgent());
        line.raw("\" ").number(Math.max(0, exchange.requestBytes()));
        seconds(line.raw(' '), exchange.durationNanos());
        line.raw(" [");
        upstreamName(exchange.stats().origin(), line);
        line.raw("] [] ");
        upstream(exchange, line);
        line.raw(' ').word(exchange.requestId()).raw('\n');
    }

    private static void request(ExchangeRecord exchange, LineBuffer line) {
        if (exchange.method().isEmpty()) {
            return;
        }
        line.quoted(exchange.method()).raw(' ');
        line.quoted(exchange.target()).raw(' ');
        line.quoted(exchange.protocol());
    }

    private static void upstreamName(RouteOrigin origin, LineBuffer line) {
        if (origin.service().isEmpty()) {
            return;
        }
        line.word(origin.namespace()).raw('-').word(origin.service()).raw('-');
        line.word(origin.port());
    }

    private static void upstream(ExchangeRecord exchange, LineBuffer line) {
        String addresses = exchange.upstreamAddresses();
        if (addresses.isEmpty()) {
            line.raw("- - - -");
            return;
        }
        list(line, addresses);
        line.raw(' ').number(Math.max(0, exchange.responseBytes()));
        seconds(line.raw(' '), exchange.upstreamNanos());
        list(line.raw(' '), exchange.upstreamStatuses());
    }

    /// The gateway's own comma-separated text, spaces after commas kept as nginx has them.
    private static void list(LineBuffer line, String text) {
        line.quoted(text);
    }

    private static void seconds(LineBuffer line, long nanos) {
        if (nanos < 0) {
            line.raw('-');
        } else {
            line.seconds(nanos);
        }
    }
}
