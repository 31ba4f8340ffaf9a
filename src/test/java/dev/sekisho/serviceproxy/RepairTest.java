package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.nft.Chain;
import dev.sekisho.nft.Element;
import dev.sekisho.nft.NamedSet;
import dev.sekisho.nft.NamedSet.Kind;
import dev.sekisho.nft.Part.Field;
import dev.sekisho.nft.Rule;
import dev.sekisho.nft.Ruleset;
import dev.sekisho.nft.RulesetDraft;
import dev.sekisho.nft.Statement;
import dev.sekisho.nft.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairTest {

    private static final String RIGHT =
            """
            table inet sekisho-services {
            \tset cluster-ips-ip {
            \t\ttype ipv4_addr
            \t\telements = { 10.96.0.9 }
            \t}

            \tchain layout-1 {
            \t}

            \tchain marking {
            \t\tdrop
            \t}
            }
            """;

    private final Repair repair = new Repair();

    @Test
    void aTableThatIsRightIsLeftAlone() {
        assertThat(repairing(RIGHT)).isEmpty();
        assertThat(repairing(RIGHT)).isEmpty();
    }

    @Test
    void aMissingElementIsAddedAndAForeignOneRemoved() {
        assertThat(repairing(RIGHT.replace("10.96.0.9", "10.96.0.7")).lines())
                .containsExactly(
                        "delete element inet sekisho-services cluster-ips-ip { 10.96.0.7 }",
                        "add element inet sekisho-services cluster-ips-ip { 10.96.0.9 }");
    }

    @Test
    void aChainThatIsGoneIsWrittenAgain() {
        var found = RIGHT.replace("\tchain marking {\n\t\tdrop\n\t}\n", "");

        assertThat(repairing(found))
                .contains("add rule inet sekisho-services marking drop")
                .doesNotContain("element");
    }

    @Test
    void aRuleThatSomebodyChangedIsFoundOnceItsOwnSpellingIsKnown() {
        var changed = RIGHT.replace("\t\tdrop", "\t\taccept");

        assertThat(repairing(RIGHT)).isEmpty();
        assertThat(repairing(changed))
                .contains("flush chain inet sekisho-services marking")
                .contains("add rule inet sekisho-services marking drop");
    }

    @Test
    void whatWeWroteSinceIsNotTakenForAChange() {
        assertThat(repairing(RIGHT)).isEmpty();

        repair.written(List.of(dropping()));

        assertThat(repairing(RIGHT.replace("\t\tdrop", "\t\tcounter drop"))).isEmpty();
    }

    @Test
    void aChainAndASetOfNobodyGo() {
        var found =
                RIGHT.replace(
                        "\tchain layout-1",
                        "\tset old {\n\t}\n\n\tchain x {\n\t}\n\tchain layout-1");

        assertThat(repairing(found).lines().map(String::strip))
                .containsExactly(
                        "flush chain inet sekisho-services x",
                        "delete chain inet sekisho-services x",
                        "delete set inet sekisho-services old");
    }

    @Test
    void aTableOfAnotherVersionIsReplacedInOneTransaction() {
        assertThat(repairing(RIGHT.replace("layout-1", "layout-0")).lines())
                .startsWith(
                        "add table inet sekisho-services",
                        "delete table inet sekisho-services",
                        "add table inet sekisho-services");
    }

    @Test
    void rewritingWritesEachChainWhateverItsRules() {
        assertThat(Repair.rewriting(Listing.parse(RIGHT), wanted()))
                .contains("flush chain inet sekisho-services marking")
                .doesNotContain("element");
    }

    private String repairing(String found) {
        return repair.repairing(Listing.parse(found), wanted());
    }

    private static Ruleset wanted() {
        var draft = new RulesetDraft();
        draft.add(Chain.of(Layout.VERSION));
        draft.add(dropping());
        draft.add(NamedSet.of("cluster-ips-ip", Kind.SET, List.of(Field.IP_DADDR)));
        draft.add(Element.of("cluster-ips-ip", List.of("10.96.0.9")));
        return draft.build();
    }

    private static Chain dropping() {
        return Chain.of(Layout.MARKING, Rule.of(new Statement.Do(new Verdict.Drop())));
    }
}
