package dev.sekisho.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How much may be sent again.
class RetryBudgetTest {

    private final RetryBudget budget = new RetryBudget(20);

    private int spendAll(long second) {
        int spent = 0;
        while (budget.spend(second)) {
            spent++;
        }
        return spent;
    }

    private void requests(int count, long second) {
        for (int i = 0; i < count; i++) {
            budget.request(second);
        }
    }

    @Test
    void thirtyInTenSecondsAlwaysMay() {
        assertThat(spendAll(100)).isEqualTo(30);
        assertThat(spendAll(109)).isZero();
        assertThat(spendAll(110)).isEqualTo(30);
    }

    @Test
    void aFifthOfManyRequestsMay() {
        requests(5_000, 7);

        assertThat(spendAll(7)).isEqualTo(1_000);
        requests(500, 8);
        assertThat(spendAll(8)).isEqualTo(100);
    }

    @Test
    void whatIsOlderThanTenSecondsIsForgotten() {
        requests(1_000, 3);
        assertThat(spendAll(12)).isEqualTo(200);

        assertThat(spendAll(13)).isZero();
        assertThat(spendAll(22)).isEqualTo(30);
    }

    @Test
    void aLongSilenceForgetsEverything() {
        requests(1_000, 3);
        assertThat(spendAll(1_003)).isEqualTo(30);
    }

    @Test
    void zeroPercentIsNone() {
        assertThat(new RetryBudget(0).spend(1)).isFalse();
    }
}
