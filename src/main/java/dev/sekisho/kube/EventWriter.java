package dev.sekisho.kube;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.status.EventNote;
import dev.sekisho.status.EventRecorder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import org.jboss.logging.Logger;

/// Writes Events one after another, while leadership is held.
///
/// The name of an Event follows from what it says, so the same thing said again, by this replica or
/// by the one before, raises the count of that Event instead of adding another. An Event that
/// cannot be written is dropped; the diagnostic stays on the management port and comes up again.
final class EventWriter implements EventRecorder, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EventWriter.class);
    private static final int ROOM = 256;

    /// The kinds that users write and that may be subjects; others get no Events.
    private static final Map<String, Kind<?>> SUBJECTS =
            Map.of(
                    "AddressPool", Kind.ADDRESS_POOL,
                    "Ingress", Kind.INGRESS,
                    "IngressClass", Kind.INGRESS_CLASS,
                    "Service", Kind.SERVICE);

    private final ApiServer api;
    private final Troubles troubles;
    private final Leadership leadership;
    private final String identity;
    private final ArrayBlockingQueue<EventNote> queue = new ArrayBlockingQueue<>(ROOM);
    private final Thread thread;

    EventWriter(ApiServer api, Troubles troubles, Leadership leadership, String identity) {
        this.api = api;
        this.troubles = troubles;
        this.leadership = leadership;
        this.identity = identity;
        this.thread = Thread.ofVirtual().name("sekisho-events").unstarted(this::run);
    }

    /// Whether a diagnostic about that object becomes an Event.
    static boolean writesFor(ObjectRef subject) {
        return SUBJECTS.containsKey(subject.kind());
    }

    void start() {
        thread.start();
    }

    @Override
    public Answer record(EventNote note) {
        return leadership.isHeld() && queue.offer(note) ? Answer.TAKEN : Answer.LATER;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                write(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(EventNote note) throws InterruptedException {
        var kind = SUBJECTS.get(note.diagnostic().subject().kind());
        if (kind == null || !leadership.isHeld()) {
            return;
        }
        try {
            writeFor(read(kind, note.diagnostic().subject()), note);
            troubles.permitted("create, patch", ResourceType.EVENTS, "");
        } catch (ApiException e) {
            failed(note, e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "writing an Event for %s failed", note.diagnostic().subject());
        }
    }

    private HasMetadata read(Kind<?> kind, ObjectRef ref)
            throws ApiException, InterruptedException {
        return api.get(kind.resource().path(ref.namespace(), ref.name()), kind.type());
    }

    private void writeFor(HasMetadata subject, EventNote note)
            throws ApiException, InterruptedException {
        var diagnostic = note.diagnostic();
        var namespace = EventText.namespace(diagnostic.subject());
        var name = EventText.name(diagnostic, subject.getMetadata().getUid());
        try {
            create(namespace, diagnostic, subject, name);
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
            var series = EventText.series(Math.max(2, note.occurrence()));
            api.merge(ResourceType.EVENTS.path(namespace, name), series);
        }
    }

    private void create(String namespace, Diagnostic diagnostic, HasMetadata subject, String name)
            throws ApiException, InterruptedException {
        api.create(
                ResourceType.EVENTS.path(namespace),
                EventText.event(diagnostic, subject, identity, name));
    }

    private void failed(EventNote note, ApiException e) {
        if (e.isForbidden()) {
            troubles.denied("create, patch", ResourceType.EVENTS, "");
        } else if (!e.isNotFound()) {
            troubles.failed("writing an Event for " + note.diagnostic().subject(), e);
        }
    }
}
