package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelNeedsTest {

    @Test
    void aKernelThatHasAllIsTaken() {
        assertThatCode(() -> KernelNeeds.check(without())).doesNotThrowAnyException();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> KernelNeeds.check(without("fib", "numgen")))
                .isInstanceOf(KernelException.class)
                .hasMessage(
                        "nft: No such file or directory (expected: a kernel with nft_fib_inet"
                                + " (CONFIG_NFT_FIB_INET), nft_numgen (CONFIG_NFT_NUMGEN))");
    }

    @Test
    void withoutTablesNothingElseIsSaidToBeMissing() {
        assertThatThrownBy(() -> KernelNeeds.check(without("table")))
                .hasMessageEndingWith(
                        "(expected: a kernel with nf_tables (CONFIG_NF_TABLES_INET))");
    }

    @Test
    void eachPartIsMissedOnItsOwn() {
        for (var word : List.of("dnat", "masquerade", "ct state", "fib", "reject", "update")) {
            assertThatThrownBy(() -> KernelNeeds.check(without(word)))
                    .as(word)
                    .hasMessageContaining("expected: a kernel with");
        }
    }

    @Test
    void aRefusalThatIsOfNoPartIsPassedOn() {
        assertThatThrownBy(() -> KernelNeeds.check(refusingOnce()))
                .hasMessage("nft: No such file or directory");
    }

    private static Kernel refusingOnce() {
        return new FakeKernel() {
            private boolean asked;

            @Override
            public void tryOut(String transaction) throws KernelException {
                if (!asked) {
                    asked = true;
                    throw new KernelException("nft: No such file or directory");
                }
            }
        };
    }

    /// A kernel that does not know these words.
    private static Kernel without(String... words) {
        return new FakeKernel() {
            @Override
            public void tryOut(String transaction) throws KernelException {
                if (List.of(words).stream().anyMatch(transaction::contains)) {
                    throw new KernelException("nft: No such file or directory");
                }
            }
        };
    }
}
