package dev.sekisho.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.route.KeyHash;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.HashSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which endpoint gets the next request.
class BackendPoolTest {

    private static final Balancing IN_TURN = new Balancing.RoundRobin();
    private static final Balancing LEAST = new Balancing.LeastRequests();
    private static final Balancing EWMA = new Balancing.PeakEwma();
    private static final Balancing HASH =
            new Balancing.ConsistentHash(new HashSource.ClientAddress());

    static List<Balancing> all() {
        return List.of(IN_TURN, LEAST, EWMA, HASH);
    }

    private static Map<String, Integer> shares(BackendTrial trial, int requests) {
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            shares.merge(
                    trial.next(new Attempts(), KeyHash.of("key" + i)).toString(), 1, Integer::sum);
        }
        return shares;
    }

    @Test
    void roundRobinGivesEachTheSame() {
        assertThat(shares(new BackendTrial(IN_TURN, 3), 300)).hasSize(3).containsValue(100);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyPolicyUsesEveryEndpointAndNoneTwiceForOneRequest(Balancing balancing) {
        BackendTrial trial = new BackendTrial(balancing, 5);
        assertThat(shares(trial, 1000)).hasSize(5);

        Attempts attempts = new Attempts();
        Set<String> tried = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            BackendEndpoint next = trial.next(attempts, 77);
            tried.add(next.toString());
            attempts.add(next);
        }
        assertThat(tried).hasSize(5);
        assertThat(trial.pool().next(attempts, balancing, 77)).isNull();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBackendThatIsGoneHasNoEndpointLeft(Balancing balancing) {
        BackendTrial trial = new BackendTrial(balancing, 3);
        BackendPool pool = trial.pool();

        trial.remove();

        assertThat(pool.next(new Attempts(), balancing, 77)).isNull();
    }

    @ParameterizedTest
    @MethodSource("all")
    void anEjectedEndpointGetsNothingUntilOneRequestProbesIt(Balancing balancing) {
        BackendTrial trial = new BackendTrial(balancing, 4);
        trial.eject(2);
        assertThat(shares(trial, 500)).hasSize(3).doesNotContainKey("10.0.0.2:80");

        trial.pass(Duration.ofSeconds(6));

        assertThat(shares(trial, 500)).containsEntry("10.0.0.2:80", 1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whereOnlyEjectedOnesAreLeftTheyAreUsed(Balancing balancing) {
        BackendTrial trial = new BackendTrial(balancing, 4);
        trial.eject(1);
        trial.eject(2);
        trial.change(BackendTrial.addresses(2));

        assertThat(shares(trial, 500)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRequestThatFailedOnAllOthersIsTriedOnAnEjectedOne(Balancing balancing) {
        BackendTrial trial = new BackendTrial(balancing, 2);
        trial.eject(2);
        Attempts attempts = new Attempts();
        attempts.add(trial.next());

        assertThat(trial.next(attempts, 5)).hasToString("10.0.0.2:80");
    }

    @Test
    void leastRequestsAvoidsTheBusyOne() {
        BackendTrial trial = new BackendTrial(LEAST, 2);
        trial.numbered(1).connections().userCame();

        assertThat(shares(trial, 100)).containsOnlyKeys("10.0.0.2:80");
    }

    @Test
    void leastRequestsNeverTakesTheBusiestOfMany() {
        BackendTrial trial = new BackendTrial(LEAST, 10);
        for (int i = 1; i <= 10; i++) {
            for (int j = 0; j < i; j++) {
                trial.numbered(i).connections().userCame();
            }
        }
        Map<String, Integer> shares = shares(trial, 2000);

        assertThat(shares).doesNotContainKey("10.0.0.10:80");
        assertThat(shares.get("10.0.0.1:80")).isGreaterThan(shares.get("10.0.0.5:80"));
    }

    @Test
    void ewmaAvoidsTheSlowOneAndComesBackToIt() {
        BackendTrial trial = new BackendTrial(EWMA, 2);
        trial.numbered(1).answeredAfter(Duration.ofMillis(500).toNanos());
        trial.numbered(2).answeredAfter(Duration.ofMillis(5).toNanos());
        assertThat(shares(trial, 100)).containsOnlyKeys("10.0.0.2:80");

        for (int i = 0; i < 60; i++) {
            trial.pass(Duration.ofSeconds(1));
            trial.numbered(2).answeredAfter(Duration.ofMillis(5).toNanos());
        }

        assertThat(trial.next()).hasToString("10.0.0.1:80");
    }

    @Test
    void aKeyStaysWithItsEndpointAndMovesOnlyIfThatGoes() {
        BackendTrial trial = new BackendTrial(HASH, 5);
        Map<Integer, String> owners = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            owners.put(i, trial.next(new Attempts(), KeyHash.of("user" + i)).toString());
        }
        List<Endpoint> left = new ArrayList<>(BackendTrial.addresses(5));
        left.remove(2);

        trial.change(left);

        owners.forEach((i, owner) -> {
            if (!owner.equals("10.0.0.3:80")) {
                assertThat(trial.next(new Attempts(), KeyHash.of("user" + i))).hasToString(owner);
            }
        });
    }

    @Test
    void noEndpointGetsMuchMoreThanItsShareOfOneKey() {
        BackendTrial trial = new BackendTrial(HASH, 4);
        long key = KeyHash.of("everybody");
        Map<String, Integer> running = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            BackendEndpoint next = trial.next(new Attempts(), key);
            next.connections().userCame();
            running.merge(next.toString(), 1, Integer::sum);
        }
        assertThat(running.values()).allMatch(count -> count <= 126);
    }

    @Test
    void aFewAtOnceOfOneKeyStayTogether() {
        BackendTrial trial = new BackendTrial(HASH, 4);
        Set<String> used = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            BackendEndpoint next = trial.next(new Attempts(), 42);
            next.connections().userCame();
            used.add(next.toString());
        }
        assertThat(used).hasSize(1);
    }

    @Test
    void requestsWithoutAKeyGoInTurn() {
        BackendTrial trial = new BackendTrial(HASH, 3);
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            shares.merge(trial.next(new Attempts(), KeyHash.NONE).toString(), 1, Integer::sum);
        }
        assertThat(shares).hasSize(3).containsValue(100);
    }

    @Test
    void onlyTablesThatHashHaveRings() {
        assertThat(new BackendTrial(HASH, 3).slot().ring()).isNotNull();
        assertThat(new BackendTrial(LEAST, 3).slot().ring()).isNull();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aNewEndpointStartsSlowlyButForHashes(Balancing balancing) {
        BackendTrial trial = new BackendTrial(balancing, 2, Duration.ofSeconds(30));
        assertThat(shares(trial, 100)).hasSize(2);

        trial.change(BackendTrial.addresses(3));
        int early = shares(trial, 3000).getOrDefault("10.0.0.3:80", 0);
        trial.pass(Duration.ofSeconds(31));
        int late = shares(trial, 3000).getOrDefault("10.0.0.3:80", 0);

        if (balancing instanceof Balancing.ConsistentHash) {
            assertThat(early).isEqualTo(late);
        } else {
            assertThat(early).isBetween(1, 400);
            assertThat(late).isGreaterThan(800);
        }
    }
}
