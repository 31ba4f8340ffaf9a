package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignChainsTest {

    @Test
    void aChainThatTranslatesWhereWeDoIsNamed() {
        assertThat(
                        find(
                                """
                                table ip nat {
                                \tchain KUBE-SERVICES {
                                \t}
                                \tchain PREROUTING {
                                \t\ttype nat hook prerouting priority -100; policy accept;
                                \t}
                                }
                                """))
                .singleElement()
                .asString()
                .startsWith(
                        "table ip nat, chain PREROUTING, translates at hook prerouting and"
                                + " priority -100 as we do");
    }

    @Test
    void ourOwnAndThoseThatFilterOrComeAtAnotherTimeAreLeftOut() {
        assertThat(
                        find(
                                """
                                table inet sekisho-services {
                                \tchain hook-prerouting {
                                \t\ttype nat hook prerouting priority -100; policy accept;
                                \t}
                                }
                                table ip other {
                                \tchain a {
                                \t\ttype filter hook prerouting priority -100; policy accept;
                                \t}
                                \tchain b {
                                \t\ttype nat hook prerouting priority -90; policy accept;
                                \t}
                                }
                                """))
                .isEmpty();
    }

    private static Iterable<String> find(String listing) {
        return ForeignChains.find(listing);
    }
}
