package dev.sekisho.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Of several replicas one holds the Lease, and it knows whether it is the last.
class LeadershipTest {

    private final KubernetesMockServer server = CrudServer.create();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void start() {
        server.init();
    }

    @AfterEach
    void stop() throws Exception {
        for (var it : open.reversed()) {
            it.close();
        }
        server.destroy();
    }

    @Test
    void oneOfTwoHoldsIt() {
        var a = replica("a");
        await().until(a::isHeld);
        var b = replica("b");
        await().during(1, TimeUnit.SECONDS).until(() -> a.isHeld() && !b.isHeld());
    }

    @Test
    void theOtherTakesOverAtOnceWhenTheHolderGivesItUp() {
        var a = replica("a", connection(), Duration.ofMinutes(5));
        await().until(a::isHeld);
        var b = replica("b", connection(), Duration.ofMinutes(5));
        a.close();
        assertThat(a.isHeld()).isFalse();
        await().atMost(10, TimeUnit.SECONDS).until(b::isHeld);
    }

    @Test
    void aReleaseThatMeetsAnotherChangeIsTriedAgain() {
        var a = replica("a", connection(), Duration.ofMinutes(5));
        await().until(a::isHeld);
        server.expect()
                .put()
                .withPath("/apis/coordination.k8s.io/v1/namespaces/sekisho/leases/sekisho-leader")
                .andReturn(409, new StatusBuilder().withCode(409).withReason("Conflict").build())
                .times(4);
        a.close();
        var b = replica("b", connection(), Duration.ofMinutes(5));
        await().atMost(10, TimeUnit.SECONDS).until(b::isHeld);
    }

    @Test
    void aHolderThatIsCutOffStopsBeforeTheOtherStarts() {
        var cut = connection();
        var a = replica("a", cut);
        await().until(a::isHeld);
        var b = replica("b");
        cut.close();
        await().until(() -> !a.isHeld());
        assertThat(b.isHeld()).isFalse();
        await().until(b::isHeld);
    }

    @Test
    void oneThatWithdrewDoesNotTakeOver() {
        var a = replica("a");
        await().until(a::isHeld);
        var b = replica("b");
        b.withdraw();
        a.close();
        await().during(3, TimeUnit.SECONDS).until(() -> !b.isHeld());
    }

    @Test
    void theHolderIsTheLastReplicaOnlyWhileNobodyElseIsACandidate() {
        var a = replica("a");
        await().until(a::isHeld);
        assertThat(a.isLastReplica()).isTrue();
        var b = replica("b");
        await().until(() -> !a.isLastReplica());
        b.withdraw();
        await().until(a::isLastReplica);
        assertThat(b.isLastReplica()).isFalse();
    }

    @Test
    void aCandidateThatDiedIsForgottenInTheEnd() throws Exception {
        var a = replica("a");
        await().until(a::isHeld);
        var cut = connection();
        replica("b", cut);
        await().until(() -> !a.isLastReplica());
        cut.close();
        await().until(a::isLastReplica);
    }

    private Leadership replica(String identity) {
        return replica(identity, connection());
    }

    private Leadership replica(String identity, ClusterConnection connection) {
        return replica(identity, connection, Duration.ofSeconds(2));
    }

    private Leadership replica(String identity, ClusterConnection connection, Duration duration) {
        var settings =
                new LeadershipSettings(
                        "sekisho",
                        "sekisho-leader",
                        identity,
                        duration,
                        Duration.ofMillis(1200),
                        Duration.ofMillis(100));
        var api = new ApiServer(connection, Duration.ofSeconds(1));
        var leadership = new Leadership(api, new Troubles(api.address()), settings);
        leadership.start();
        open.add(leadership);
        return leadership;
    }

    private ClusterConnection connection() {
        var client = server.createClient();
        open.add(client);
        var connection = ClusterConnection.to(client.getConfiguration());
        open.add(connection);
        return connection;
    }
}
