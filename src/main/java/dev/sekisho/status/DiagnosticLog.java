package dev.sekisho.status;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Severity;
import dev.sekisho.model.Snapshot;
import dev.sekisho.plane.ProgrammedListener;
import java.util.List;

/// Tells the operator of each diagnostic once, and once more when it no longer holds.
///
/// Of one snapshot at most 100 lines are written; all diagnostics are on the management port.
public final class DiagnosticLog implements ProgrammedListener {

    private static final int MOST_LINES = 100;

    private final Journal journal;
    private List<Diagnostic> known = List.of();

    public DiagnosticLog(Journal journal) {
        this.journal = journal;
    }

    @Override
    public synchronized void programmed(Snapshot snapshot, List<Diagnostic> now) {
        var before = known;
        known = now;
        var page = new Page();
        var old = 0;
        var current = 0;
        // Both lists are sorted, so one pass finds what is only in one of them.
        while (old < before.size() || current < now.size()) {
            var order = compare(before, old, now, current);
            if (order < 0) {
                page.resolved(before.get(old));
            } else if (order > 0) {
                page.appeared(now.get(current));
            }
            old += order <= 0 ? 1 : 0;
            current += order >= 0 ? 1 : 0;
        }
        page.end();
    }

    private static int compare(List<Diagnostic> before, int old, List<Diagnostic> now, int at) {
        if (old == before.size()) {
            return 1;
        }
        return at == now.size() ? -1 : before.get(old).compareTo(now.get(at));
    }

    /// The lines about one snapshot.
    private final class Page {

        private int lines;

        void appeared(Diagnostic it) {
            write(it.severity(), it.subject() + ": " + it.reason() + ": " + it.message());
        }

        void resolved(Diagnostic it) {
            write(Severity.INFO, it.subject() + ": resolved: " + it.reason() + ": " + it.message());
        }

        void end() {
            if (lines > MOST_LINES) {
                journal.write(Severity.WARNING, "and " + (lines - MOST_LINES) + " more like these");
            }
        }

        private void write(Severity severity, String line) {
            if (lines++ < MOST_LINES) {
                // What a user wrote may be quoted in it and must not look like another line.
                journal.write(severity, line.replaceAll("\\p{Cntrl}", "?"));
            }
        }
    }
}
