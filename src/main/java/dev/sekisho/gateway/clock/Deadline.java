package dev.sekisho.gateway.clock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The one deadline of one connection, moved as the connection goes through its states.
///
/// Moving it later is a field write: the wheel looks again when the earlier time comes.
public final class Deadline {

    static final long NEVER = Long.MAX_VALUE;

    private final TimerWheel wheel;
    private final Expirable owner;
    @Nullable Deadline previous;
    @Nullable Deadline next;
    long due = NEVER;
    long filed = NEVER;

    public Deadline(TimerWheel wheel, Expirable owner) {
        this.wheel = wheel;
        this.owner = owner;
    }

    /// Moves the deadline to so many ticks from now (`TimerWheel.ticks`).
    public void in(long ticks) {
        due = wheel.now() + ticks;
        if (due < filed) {
            wheel.file(this);
        }
    }

    /// For rare paths: as `in`, of a duration.
    public void in(Duration delay) {
        in(TimerWheel.ticks(delay));
    }

    /// No deadline until the next is set.
    public void clear() {
        due = NEVER;
    }

    /// Takes it off the wheel for good.
    public void cancel() {
        due = NEVER;
        wheel.remove(this);
    }

    void expire() {
        due = NEVER;
        owner.expired();
    }
}
