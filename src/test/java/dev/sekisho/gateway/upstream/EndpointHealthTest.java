package dev.sekisho.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// When an endpoint is left out, and how it comes back.
class EndpointHealthTest {

    private static final BackendId SHOP = new BackendId("shop", "web", 80);

    private final AtomicLong clock = new AtomicLong(-5);
    private final Ejections ejections = new Ejections(3, clock::get);
    private final BackendHealth backend = ejections.backend(SHOP);

    private EndpointHealth endpoint(int number) {
        return backend.endpoint(new Endpoint("10.0.0." + number, 80));
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static EndpointHealth fail(EndpointHealth endpoint, int times, int size) {
        for (int i = 0; i < times; i++) {
            endpoint.refused(size);
        }
        return endpoint;
    }

    @Test
    void threeRefusedConnectsInARowPutAnEndpointOut() {
        EndpointHealth endpoint = fail(endpoint(1), 2, 3);
        assertThat(endpoint.admits()).isTrue();

        endpoint.refused(3);

        assertThat(endpoint.isIn()).isFalse();
        assertThat(endpoint.admits()).isFalse();
        assertThat(backend.ejected()).isEqualTo(1);
    }

    @Test
    void oneConnectThatIsNotAnsweredPutsAnEndpointOut() {
        EndpointHealth endpoint = endpoint(1);

        endpoint.unanswered(3);

        assertThat(endpoint.isIn()).isFalse();
        assertThat(backend.ejections()).isEqualTo(1);
    }

    @Test
    void theOnlyEndpointStaysWhateverHappens() {
        EndpointHealth endpoint = endpoint(1);

        endpoint.unanswered(1);

        assertThat(endpoint.isIn()).isTrue();
    }

    @Test
    void aConnectionInBetweenStartsTheCountAnew() {
        EndpointHealth endpoint = fail(endpoint(1), 2, 3);
        endpoint.connected();

        assertThat(fail(endpoint, 2, 3).isIn()).isTrue();
    }

    @Test
    void oneRequestProbesOnceTheTimeIsOver() {
        EndpointHealth endpoint = fail(endpoint(1), 3, 3);
        pass(Duration.ofSeconds(5).minusNanos(1));
        assertThat(endpoint.admits()).isFalse();

        pass(Duration.ofNanos(1));

        assertThat(endpoint.admits()).isTrue();
        assertThat(endpoint.admits()).isFalse();
    }

    @Test
    void aProbeThatIsNeverAnsweredIsFollowedByAnother() {
        EndpointHealth endpoint = fail(endpoint(1), 3, 3);
        pass(Duration.ofSeconds(5));
        assertThat(endpoint.admits()).isTrue();

        pass(Duration.ofSeconds(5));

        assertThat(endpoint.admits()).isTrue();
    }

    @Test
    void aProbeThatSucceedsBringsItBack() {
        EndpointHealth endpoint = fail(endpoint(1), 3, 3);
        pass(Duration.ofSeconds(5));
        endpoint.admits();

        endpoint.connected();

        assertThat(endpoint.isIn()).isTrue();
        assertThat(backend.ejected()).isZero();
        assertThat(endpoint.returnedAt()).isEqualTo(clock.get());
    }

    @Test
    void everyProbeThatFailsDoublesTheTimeUpToACap() {
        EndpointHealth endpoint = fail(endpoint(1), 3, 3);
        for (int seconds : new int[] {5, 10, 20, 40, 80, 80, 80}) {
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(endpoint.admits()).isFalse();
            pass(Duration.ofNanos(1));
            assertThat(endpoint.admits()).isTrue();
            endpoint.refused(3);
            assertThat(endpoint.admits()).isFalse();
        }
        assertThat(backend.ejections()).isEqualTo(1);
    }

    @Test
    void connectsThatBeganBeforeTheEjectionDoNotProlongIt() {
        EndpointHealth endpoint = fail(endpoint(1), 60, 3);
        pass(Duration.ofSeconds(5));

        assertThat(endpoint.admits()).isTrue();
    }

    @Test
    void neverMoreThanHalfAreOut() {
        for (int size = 1; size <= 7; size++) {
            BackendHealth fresh = new BackendHealth(SHOP, ejections);
            for (int i = 0; i < size; i++) {
                fail(fresh.endpoint(new Endpoint("10.0.1." + i, 80)), 10, size);
            }
            assertThat(fresh.ejected()).isEqualTo(size / 2);
        }
    }

    @Test
    void whatIsRemovedMakesRoomForOthers() {
        fail(endpoint(1), 3, 2);
        assertThat(fail(endpoint(2), 3, 2).isIn()).isTrue();

        List<Endpoint> left = List.of(new Endpoint("10.0.0.2", 80), new Endpoint("10.0.0.3", 80));
        ejections.retain(Map.of(SHOP, new Backend(SHOP, left)));

        assertThat(backend.ejected()).isZero();
        assertThat(fail(endpoint(2), 1, 2).isIn()).isFalse();
        assertThat(endpoint(1).isIn()).isTrue();
    }

    @Test
    void whatIsHeardOfARemovedEndpointChangesNothing() {
        EndpointHealth in = endpoint(1);
        EndpointHealth out = fail(endpoint(2), 3, 4);
        List<Endpoint> left = List.of(new Endpoint("10.0.0.3", 80), new Endpoint("10.0.0.4", 80));
        ejections.retain(Map.of(SHOP, new Backend(SHOP, left)));

        fail(in, 3, 2);
        assertThat(backend.ejected()).isZero();

        out.connected();
        assertThat(backend.ejected()).isZero();
    }

    @Test
    void zeroSwitchesItOff() {
        Ejections off = new Ejections(0, clock::get);
        EndpointHealth endpoint = off.backend(SHOP).endpoint(new Endpoint("10.0.0.1", 80));

        endpoint.unanswered(3);

        assertThat(fail(endpoint, 100, 3).isIn()).isTrue();
    }
}
