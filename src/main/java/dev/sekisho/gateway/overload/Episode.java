package dev.sekisho.gateway.overload;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// One kind of shortage: whether it lasts, how often it began, and the lines of log about it.
///
/// Written by one thread. One line for each begin and end, but not more than one in ten seconds for
/// one that comes and goes.
final class Episode {

    private static final Logger LOG = Logger.getLogger(Episode.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final String resource;
    private final String consequence;
    private boolean lasting;
    private boolean announced;
    private long announcedAt;
    private final AtomicLong count = new AtomicLong();

    Episode(String resource, String consequence) {
        this.resource = resource;
        this.consequence = consequence;
    }

    /// How it is now; `detail` says it in numbers.
    void update(boolean isShort, Supplier<String> detail) {
        if (isShort && !lasting) {
            count.incrementAndGet();
        }
        lasting = isShort;
        long now = System.nanoTime();
        boolean maySpeak =
                count.get() > 0 && (announcedAt == 0 || now - announcedAt >= QUIET_NANOS);
        if (announced == isShort || !maySpeak) {
            return;
        }
        announced = isShort;
        announcedAt = now;
        if (isShort) {
            LOG.warnf("short of %s (%s): %s", resource, detail.get(), consequence);
        } else {
            LOG.infof("no longer short of %s (%s)", resource, detail.get());
        }
    }

    String resource() {
        return resource;
    }

    /// How often it has begun.
    long count() {
        return count.get();
    }
}
