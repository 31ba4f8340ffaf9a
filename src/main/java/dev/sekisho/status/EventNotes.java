package dev.sekisho.status;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Chooses the diagnostics that become Events now.
///
/// One that lasts is noted once an hour. One object gets ten at once and then one in five minutes,
/// all together 50 at once and then 5 in a second. The first 4,096 diagnostics are looked at, and
/// as many are remembered, so neither memory nor the API server depends on what users write.
final class EventNotes {

    static final int MOST = 4096;
    private static final Duration RECURRENCE = Duration.ofHours(1);

    /// When a diagnostic was last noted, and how often so far.
    private record Noted(Instant last, int times) {}

    private final EventRecorder recorder;
    private final InstantSource clock;
    private final Recent<Diagnostic, Noted> noted = new Recent<>(MOST);
    private final Recent<ObjectRef, Allowance> allowances = new Recent<>(MOST);
    private final Allowance total;

    EventNotes(EventRecorder recorder, InstantSource clock) {
        this.recorder = recorder;
        this.clock = clock;
        this.total = new Allowance(50, Duration.ofMillis(200), clock.instant());
    }

    void offer(List<Diagnostic> diagnostics) {
        var now = clock.instant();
        for (var diagnostic : diagnostics.subList(0, Math.min(MOST, diagnostics.size()))) {
            if (!isDue(diagnostic, now)) {
                continue;
            }
            if (!total.isLeft(now)) {
                return;
            }
            var own = allowance(diagnostic.subject(), now);
            if (own.isLeft(now)) {
                if (record(diagnostic, now) == EventRecorder.Answer.LATER) {
                    return;
                }
                own.take();
                total.take();
            }
        }
    }

    private boolean isDue(Diagnostic diagnostic, Instant now) {
        var before = noted.get(diagnostic);
        return before == null || !now.isBefore(before.last().plus(RECURRENCE));
    }

    private EventRecorder.Answer record(Diagnostic diagnostic, Instant now) {
        var before = noted.get(diagnostic);
        var times = before == null ? 1 : before.times() + 1;
        var answer = recorder.record(new EventNote(diagnostic, times));
        if (answer == EventRecorder.Answer.TAKEN) {
            noted.put(diagnostic, new Noted(now, times));
        }
        return answer;
    }

    private Allowance allowance(ObjectRef subject, Instant now) {
        var known = allowances.get(subject);
        if (known != null) {
            return known;
        }
        var fresh = new Allowance(10, Duration.ofMinutes(5), now);
        allowances.put(subject, fresh);
        return fresh;
    }
}
