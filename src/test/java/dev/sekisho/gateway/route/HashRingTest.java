package dev.sekisho.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys stay where they are as far as endpoints do.
class HashRingTest {

    private static final int KEYS = 20_000;

    private static List<Endpoint> endpoints(int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            endpoints.add(new Endpoint("10.0." + i / 250 + "." + i % 250, 8080));
        }
        return endpoints;
    }

    private static Endpoint owner(List<Endpoint> endpoints, HashRing ring, int key) {
        return endpoints.get(ring.endpoint(ring.first(KeyHash.of("user-" + key))));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 100})
    void anEndpointThatGoesMovesOnlyItsOwnKeys(int count) {
        List<Endpoint> before = endpoints(count);
        Endpoint gone = before.get(count / 2);
        List<Endpoint> after = new ArrayList<>(before);
        after.remove(gone);
        HashRing ringBefore = HashRing.of(before);
        HashRing ringAfter = HashRing.of(after);

        int moved = 0;
        for (int key = 0; key < KEYS; key++) {
            Endpoint was = owner(before, ringBefore, key);
            Endpoint is = owner(after, ringAfter, key);
            if (was.equals(gone)) {
                moved++;
            } else {
                assertThat(is).isEqualTo(was);
            }
        }
        assertThat(moved).isBetween(KEYS / count / 2, KEYS / count * 2);
    }

    @Test
    void keysAreSpreadNearlyEvenly() {
        List<Endpoint> endpoints = endpoints(10);
        HashRing ring = HashRing.of(endpoints);
        int[] owned = new int[10];
        for (int key = 0; key < KEYS; key++) {
            owned[endpoints.indexOf(owner(endpoints, ring, key))]++;
        }
        assertThat(Arrays.stream(owned).min().orElseThrow()).isGreaterThan(KEYS / 10 * 7 / 10);
        assertThat(Arrays.stream(owned).max().orElseThrow()).isLessThan(KEYS / 10 * 13 / 10);
    }

    @Test
    void theOrderOfTheEndpointsDoesNotMatter() {
        List<Endpoint> endpoints = endpoints(7);
        HashRing ring = HashRing.of(endpoints);
        HashRing reversed = HashRing.of(endpoints.reversed());
        for (int key = 0; key < KEYS; key++) {
            assertThat(owner(endpoints.reversed(), reversed, key))
                    .isEqualTo(owner(endpoints, ring, key));
        }
    }

    @Test
    void noHashStandsForNoKey() {
        assertThat(KeyHash.of("")).isNotEqualTo(KeyHash.NONE);
        assertThat(KeyHash.of(new byte[0], 0, 0)).isEqualTo(KeyHash.of(""));
    }
}
