package dev.sekisho.gateway.clock;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The deadlines of one event loop in steps of a quarter of a second: no timer object per request.
///
/// A deadline lies in the slot where it must next be looked at, which is never after it is due.
public final class TimerWheel {

    /// The length of a tick.
    public static final long TICK_MILLIS = 250;

    private static final int SLOTS = 512;

    private final @Nullable Deadline[] slots = new @Nullable Deadline[SLOTS];
    private final Consumer<? super RuntimeException> bugs;
    private long now;

    /// A wheel that stops at what is thrown by one that waited.
    public TimerWheel() {
        this(TimerWheel::rethrow);
    }

    /// A wheel that goes on; `bugs` hears of what is thrown by one that waited.
    public TimerWheel(Consumer<? super RuntimeException> bugs) {
        this.bugs = bugs;
    }

    private static void rethrow(RuntimeException bug) {
        throw bug;
    }

    /// The ticks that a delay takes, one more than fits so that nothing expires early.
    public static long ticks(Duration delay) {
        return delay.toMillis() / TICK_MILLIS + 2;
    }

    /// The ticks that end within a delay: for what must be over by then, rather a little early.
    public static long ticksWithin(Duration delay) {
        return Math.max(1, delay.toMillis() / TICK_MILLIS);
    }

    public long now() {
        return now;
    }

    /// Moves on by one tick and lets expire what is due.
    public void tick() {
        now++;
        int slot = (int) (now % SLOTS);
        Deadline deadline = slots[slot];
        while (deadline != null) {
            remove(deadline);
            look(deadline);
            deadline = slots[slot];
        }
    }

    private void look(Deadline deadline) {
        if (deadline.due <= now) {
            expire(deadline);
        } else if (deadline.due != Deadline.NEVER) {
            file(deadline);
        }
    }

    /// The clock must go on, whatever becomes of one that waited.
    private void expire(Deadline deadline) {
        try {
            deadline.expire();
        } catch (RuntimeException bug) {
            bugs.accept(bug);
        }
    }

    void file(Deadline deadline) {
        remove(deadline);
        long at = Math.min(Math.max(deadline.due, now + 1), now + SLOTS - 1);
        int slot = (int) (at % SLOTS);
        Deadline head = slots[slot];
        deadline.filed = at;
        deadline.next = head;
        if (head != null) {
            head.previous = deadline;
        }
        slots[slot] = deadline;
    }

    void remove(Deadline deadline) {
        if (deadline.filed == Deadline.NEVER) {
            return;
        }
        if (deadline.previous == null) {
            slots[(int) (deadline.filed % SLOTS)] = deadline.next;
        } else {
            deadline.previous.next = deadline.next;
        }
        if (deadline.next != null) {
            deadline.next.previous = deadline.previous;
        }
        detach(deadline);
    }

    private static void detach(Deadline deadline) {
        deadline.next = null;
        deadline.previous = null;
        deadline.filed = Deadline.NEVER;
    }
}
