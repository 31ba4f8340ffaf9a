package dev.sekisho.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Publication;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.PublishedIngress;
import dev.sekisho.model.Reason;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.status.EventRecorder.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which statuses and Events a programmed snapshot asks for.
class StatusPlannerTest {

    private static final PublishedAddress A = new PublishedAddress.Ip("192.0.2.1");
    private static final PublishedAddress B = new PublishedAddress.Ip("192.0.2.2");
    private static final ObjectRef WEB = ObjectRef.ingress("shop", "web");
    private static final ObjectRef API = ObjectRef.ingress("shop", "api");

    private final List<StatusPlan> plans = new ArrayList<>();
    private final List<EventNote> notes = new ArrayList<>();
    private Answer answer = Answer.TAKEN;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final StatusPlanner planner = new StatusPlanner(plans::add, this::record, () -> now);

    @Test
    void aServedIngressThatShowsSomethingElseIsUpdated() {
        publish(new Publication(List.of(B, A), List.of(shows(WEB), shows(API, B)), List.of()));
        assertThat(plan().updates())
                .containsExactly(
                        new StatusUpdate(WEB, List.of(), List.of(A, B)),
                        new StatusUpdate(API, List.of(B), List.of(A, B)));
    }

    @Test
    void oneThatShowsOurAddressesInAnyOrderIsLeftAlone() {
        publish(new Publication(List.of(A, B), List.of(shows(WEB, B, A)), List.of()));
        assertThat(plan().updates()).isEmpty();
        assertThat(plan().published()).containsExactly(WEB);
    }

    @Test
    void aReleasedOneIsCleared() {
        publish(new Publication(List.of(A), List.of(), List.of(shows(WEB, A), shows(API))));
        assertThat(plan().updates()).containsExactly(new StatusUpdate(WEB, List.of(A), List.of()));
    }

    @Test
    void withoutAnAddressToPublishStatusesStayAsTheyAre() {
        publish(new Publication(List.of(), List.of(shows(WEB, A)), List.of()));
        assertThat(plan()).isEqualTo(StatusPlan.NOTHING);
    }

    @Test
    void aDiagnosticIsNotedOnce() {
        program(problem(WEB, "x"));
        program(problem(WEB, "x"));
        assertThat(notes).containsExactly(new EventNote(problem(WEB, "x"), 1));
    }

    @Test
    void oneThatLastsIsNotedAgainAfterAnHour() {
        program(problem(WEB, "x"));
        pass(Duration.ofMinutes(59));
        planner.remind();
        assertThat(notes).hasSize(1);
        pass(Duration.ofMinutes(1));
        planner.remind();
        assertThat(notes.getLast()).isEqualTo(new EventNote(problem(WEB, "x"), 2));
    }

    @Test
    void oneThatComesAndGoesIsNotNotedEachTime() {
        for (var i = 0; i < 10; i++) {
            program(problem(WEB, "x"));
            program();
        }
        assertThat(notes).hasSize(1);
    }

    @Test
    void whatCannotBeTakenNowIsOfferedAgain() {
        answer = Answer.LATER;
        program(problem(WEB, "x"));
        assertThat(notes).isEmpty();
        answer = Answer.TAKEN;
        planner.remind();
        assertThat(notes).hasSize(1);
    }

    @Test
    void oneObjectCannotUseUpTheAllowanceOfOthers() {
        var noisy = IntStream.range(0, 40).mapToObj(i -> problem(API, "n" + i));
        program(
                Stream.concat(noisy, Stream.of(problem(WEB, "x")))
                        .sorted()
                        .toArray(Diagnostic[]::new));
        assertThat(notes).hasSize(11).contains(new EventNote(problem(WEB, "x"), 1));
        pass(Duration.ofMinutes(5));
        planner.remind();
        assertThat(notes).hasSize(12);
    }

    @Test
    void manyObjectsAreNotedAtASteadyPace() {
        program(
                IntStream.range(0, 500)
                        .mapToObj(i -> problem(ObjectRef.ingress("shop", "i" + i), "x"))
                        .sorted()
                        .toArray(Diagnostic[]::new));
        assertThat(notes).hasSize(50);
        pass(Duration.ofSeconds(2));
        planner.remind();
        assertThat(notes).hasSize(60);
    }

    @Test
    void howManyAreConsideredIsLimited() {
        var many =
                IntStream.range(0, EventNotes.MOST + 100)
                        .mapToObj(i -> problem(ObjectRef.ingress("shop", "i" + i), "x"))
                        .sorted()
                        .toArray(Diagnostic[]::new);
        program(many);
        for (var i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(10));
            planner.remind();
        }
        assertThat(notes).hasSize(EventNotes.MOST);
    }

    private Answer record(EventNote note) {
        if (answer == Answer.TAKEN) {
            notes.add(note);
        }
        return answer;
    }

    private static Diagnostic problem(ObjectRef subject, String message) {
        return Diagnostic.error(subject, Reason.BACKEND_NOT_FOUND, message);
    }

    private static PublishedIngress shows(ObjectRef ref, PublishedAddress... current) {
        return new PublishedIngress(ref, List.of(current));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private StatusPlan plan() {
        return plans.getLast();
    }

    private void publish(Publication publication) {
        planner.programmed(snapshot(publication), List.of());
    }

    private void program(Diagnostic... diagnostics) {
        planner.programmed(snapshot(Publication.NONE), List.of(diagnostics));
    }

    private static Snapshot snapshot(Publication publication) {
        return new Snapshot(1, List.of(), new TreeMap<>(), TlsTable.EMPTY, publication);
    }
}
