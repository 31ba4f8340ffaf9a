package dev.sekisho.model.http;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// When a request is tried on another endpoint.
///
/// No condition means never. `tries` counts all attempts, `timeout` the time since the first within
/// which another may begin; 0 means no limit for both.
public record RetryPolicy(Set<RetryCondition> conditions, int tries, Duration timeout) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(
                    EnumSet.of(RetryCondition.ERROR, RetryCondition.TIMEOUT), 3, Duration.ZERO);

    public RetryPolicy {
        conditions = Collections.unmodifiableSet(copy(conditions));
    }

    private static Set<RetryCondition> copy(Collection<RetryCondition> conditions) {
        EnumSet<RetryCondition> copy = EnumSet.noneOf(RetryCondition.class);
        copy.addAll(conditions);
        return copy;
    }

    public RetryPolicy on(Set<RetryCondition> others) {
        return new RetryPolicy(others, tries, timeout);
    }

    public RetryPolicy withTries(int most) {
        return new RetryPolicy(conditions, most, timeout);
    }

    public RetryPolicy within(Duration time) {
        return new RetryPolicy(conditions, tries, time);
    }

    public boolean allows(RetryCondition condition) {
        return conditions.contains(condition);
    }

    /// Whether an answer with this status may be dropped for that of another endpoint.
    public boolean allowsAfter(int status) {
        return switch (status) {
            case 500 -> allows(RetryCondition.HTTP_500);
            case 502 -> allows(RetryCondition.HTTP_502);
            case 503 -> allows(RetryCondition.HTTP_503);
            case 504 -> allows(RetryCondition.HTTP_504);
            case 403 -> allows(RetryCondition.HTTP_403);
            case 404 -> allows(RetryCondition.HTTP_404);
            case 429 -> allows(RetryCondition.HTTP_429);
            default -> false;
        };
    }
}
