package dev.sekisho.status;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.PublishedIngress;
import dev.sekisho.model.Snapshot;
import dev.sekisho.plane.ProgrammedListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Turns what has been programmed into status updates and Events.
///
/// An address is published only here, so never before every plane serves the snapshot. When there
/// is no address to publish the statuses stay as they are: whoever follows them, such as a DNS
/// controller, should not lose its records because a load balancer is being replaced.
public final class StatusPlanner implements ProgrammedListener {

    private final StatusWriter writer;
    private final EventNotes notes;
    private List<Diagnostic> diagnostics = List.of();

    public StatusPlanner(StatusWriter writer, EventRecorder recorder, InstantSource clock) {
        this.writer = writer;
        this.notes = new EventNotes(recorder, clock);
    }

    @Override
    public synchronized void programmed(Snapshot snapshot, List<Diagnostic> now) {
        writer.plan(plan(snapshot));
        diagnostics = now;
        notes.offer(now);
    }

    /// Notes what limits held back so far, and what has lasted for long; call it every few seconds.
    public synchronized void remind() {
        notes.offer(diagnostics);
    }

    private static StatusPlan plan(Snapshot snapshot) {
        var publication = snapshot.publication();
        var addresses = sorted(publication.addresses());
        var updates = new ArrayList<StatusUpdate>();
        var published = new ArrayList<ObjectRef>();
        for (var ingress :
                addresses.isEmpty() ? List.<PublishedIngress>of() : publication.served()) {
            published.add(ingress.ref());
            if (!sorted(ingress.current()).equals(addresses)) {
                updates.add(new StatusUpdate(ingress.ref(), ingress.current(), addresses));
            }
        }
        for (var ingress : publication.released()) {
            if (!ingress.current().isEmpty()) {
                updates.add(new StatusUpdate(ingress.ref(), ingress.current(), List.of()));
            }
        }
        return new StatusPlan(updates, published, snapshot.addresses());
    }

    private static List<PublishedAddress> sorted(List<PublishedAddress> addresses) {
        return addresses.stream().sorted().distinct().toList();
    }
}
