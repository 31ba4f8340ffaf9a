package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterHeraldTest {

    private static final Diagnostic OF_AN_INGRESS =
            Diagnostic.warning(
                    ObjectRef.ingress("shop", "web"), Reason.BACKEND_NOT_FOUND, "no Service");
    private static final Diagnostic OF_A_NODE =
            Diagnostic.warning(
                    new ObjectRef("Node", "", "node-1"), Reason.NODE_NOT_FOUND, "no such node");

    @Test
    void whatGetsNoEventIsLogged() {
        var told = new ArrayList<Diagnostic>();
        var logged = new ArrayList<Diagnostic>();
        var herald =
                new ClusterHerald((_, all) -> told.addAll(all), (_, all) -> logged.addAll(all));

        herald.programmed(Snapshot.EMPTY, List.of(OF_AN_INGRESS, OF_A_NODE));

        assertThat(told).containsExactly(OF_AN_INGRESS, OF_A_NODE);
        assertThat(logged).containsExactly(OF_A_NODE);
    }
}
