package dev.sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminStateTest {

    private final AdminState state = new AdminState();

    @Test
    void isNotReadyBeforeTheFirstSnapshotIsProgrammed() {
        assertThat(state.readiness())
                .isEqualTo(new Readiness.Starting("no snapshot has been programmed yet"));
    }

    @Test
    void isReadyFromTheFirstSnapshotOn() {
        state.programmed(snapshot(4), List.of());
        state.programmed(snapshot(5), List.of());
        assertThat(state.readiness()).isEqualTo(new Readiness.Ready(4));
        assertThat(state.programmed().snapshot().generation()).isEqualTo(5);
    }

    @Test
    void isNotReadyWhileDrainingWhateverIsProgrammed() {
        state.programmed(snapshot(1), List.of());
        state.draining();
        state.programmed(snapshot(2), List.of());
        assertThat(state.readiness()).isEqualTo(new Readiness.Draining());
    }

    @Test
    void isReadyAndSaysSoWhileWhatWasSavedIsServed() {
        var saved = Instant.parse("2026-11-23T22:00:00Z");
        var waiting = new ArrayList<>(List.of("services: away"));
        state.waitFor(() -> List.copyOf(waiting));
        state.stale(saved);
        assertThat(state.readiness()).isEqualTo(new Readiness.Starting("services: away"));

        state.programmed(snapshot(1), List.of());
        assertThat(state.readiness()).isEqualTo(new Readiness.Stale(1, saved, "services: away"));

        waiting.clear();
        state.current();
        assertThat(state.readiness()).isEqualTo(new Readiness.Ready(1));
    }

    @Test
    void showsTheDiagnosticsOfWhatIsServed() {
        var diagnostic =
                Diagnostic.error(
                        ObjectRef.ingress("shop", "cart"), Reason.INVALID_HOST, "host: '*.*'");
        state.programmed(snapshot(1), List.of(diagnostic));
        assertThat(state.programmed().diagnostics()).containsExactly(diagnostic);
    }

    private static Snapshot snapshot(long generation) {
        var empty = Snapshot.EMPTY;
        return new Snapshot(
                generation,
                empty.virtualHosts(),
                empty.backends(),
                empty.tls(),
                empty.publication());
    }
}
