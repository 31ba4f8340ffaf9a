package dev.sekisho.gateway.observe;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Formats times in UTC, once per second: lines of the same second share the text.
final class LogClock {

    private final DateTimeFormatter format;
    private long second = Long.MIN_VALUE;
    private byte[] text = {};

    LogClock(DateTimeFormatter format) {
        this.format = format.withZone(ZoneOffset.UTC);
    }

    /// When the exchange ended, in milliseconds since 1970.
    static long end(ExchangeRecord exchange) {
        return exchange.startEpochMillis() + Math.max(0, exchange.durationNanos()) / 1_000_000;
    }

    byte[] text(long epochMillis) {
        long wanted = Math.floorDiv(epochMillis, 1000L);
        if (wanted != second) {
            second = wanted;
            text = format.format(Instant.ofEpochSecond(wanted)).getBytes(StandardCharsets.US_ASCII);
        }
        return text;
    }
}
