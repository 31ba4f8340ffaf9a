package dev.sekisho.gateway.clock;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The `Date` line of responses, made once a second.
public final class DateField {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private long second;
    private byte[] line = {};

    /// Follows the wall clock; cheap while the second lasts.
    public void update(long epochMillis) {
        long now = epochMillis / 1000;
        if (now != second) {
            second = now;
            String text = "Date: " + FORMAT.format(Instant.ofEpochSecond(now)) + "\r\n";
            line = text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /// The whole line with its end.
    public byte[] line() {
        return line;
    }
}
