package dev.sekisho.gateway;

import dev.sekisho.gateway.http2.Http2Rule;
import dev.sekisho.gateway.http2.Oddity;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What one event loop has seen of HTTP/2. Counted on the loop, read by any thread.
final class Http2Counts {

    private final Map<Oddity, LongAdder> oddities = new EnumMap<>(Oddity.class);
    private final Map<Http2Rule, LongAdder> malformed = new EnumMap<>(Http2Rule.class);

    Http2Counts() {
        for (Oddity oddity : Oddity.values()) {
            oddities.put(oddity, new LongAdder());
        }
        for (Http2Rule rule : Http2Rule.values()) {
            malformed.put(rule, new LongAdder());
        }
    }

    void add(Oddity oddity) {
        of(oddity).increment();
    }

    void add(Http2Rule rule) {
        of(rule).increment();
    }

    LongAdder of(Oddity oddity) {
        return Objects.requireNonNull(oddities.get(oddity));
    }

    LongAdder of(Http2Rule rule) {
        return Objects.requireNonNull(malformed.get(rule));
    }
}
