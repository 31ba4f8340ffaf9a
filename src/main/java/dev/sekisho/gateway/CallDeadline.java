package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.http1.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The end of the time of one call of gRPC, where the route counts it.
final class CallDeadline implements Expirable {

    private static final byte[] NAME = "grpc-timeout".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_DIGITS = 8;

    private final Exchange exchange;
    private final Deadline deadline;
    private boolean over;

    CallDeadline(GatewayLoop loop, Exchange exchange) {
        this.exchange = exchange;
        this.deadline = new Deadline(loop.wheel(), this);
    }

    /// Begins with the time that the client gives, but not with more than `limit`.
    void start(RequestHead request, Duration limit) {
        Duration asked = timeout(request);
        deadline.in(asked != null && asked.compareTo(limit) < 0 ? asked : limit);
    }

    /// Whether the time is over.
    boolean isOver() {
        return over;
    }

    void clear() {
        deadline.cancel();
        over = false;
    }

    @Override
    public void expired() {
        over = true;
        exchange.callTimedOut();
    }

    private static @Nullable Duration timeout(RequestHead request) {
        for (int i = 0; i < request.fieldCount(); i++) {
            if (isNamed(request, i)) {
                return read(new String(request.value(i), StandardCharsets.ISO_8859_1));
            }
        }
        return null;
    }

    private static boolean isNamed(RequestHead request, int field) {
        int start = request.fieldStart(field);
        byte[] bytes = request.bytes();
        for (int i = 0; i < NAME.length; i++) {
            byte octet = bytes[start + i];
            byte lower = octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
            if (lower != NAME[i]) {
                return false;
            }
        }
        return bytes[start + NAME.length] == ':';
    }

    /// One to eight digits and a unit; anything else says nothing.
    static @Nullable Duration read(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > MOST_DIGITS) {
            return null;
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            number = number * 10 + digit;
        }
        return switch (text.charAt(digits)) {
            case 'H' -> Duration.ofHours(number);
            case 'M' -> Duration.ofMinutes(number);
            case 'S' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMillis(number);
            case 'u' -> Duration.ofNanos(number * 1000);
            case 'n' -> Duration.ofNanos(number);
            default -> null;
        };
    }
}
