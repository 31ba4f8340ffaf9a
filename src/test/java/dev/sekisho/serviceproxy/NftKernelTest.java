package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.service.Transport;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.service.ServiceTranslator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The real programs and the real kernel, in a namespace of their own; what they say when something
/// is missing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NftKernelTest {

    private final String namespace = "sk" + ProcessHandle.current().pid() + "nft";
    private final List<String> entering = List.of("ip", "netns", "exec", namespace);
    private NftKernel kernel;
    private boolean isMade;

    @BeforeAll
    void make() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Namespaces.arePossible(), "needs root, nft and network namespaces");
        isMade = new ProcessBuilder("ip", "netns", "add", namespace).start().waitFor() == 0;
    }

    @AfterAll
    void remove() throws IOException, InterruptedException {
        if (isMade) {
            new ProcessBuilder("ip", "netns", "del", namespace).start().waitFor();
        }
    }

    @BeforeEach
    void open() {
        kernel = new NftKernel(entering);
    }

    @AfterEach
    void close() throws KernelException {
        ServiceProxyPlane.cleanUp(kernel);
        kernel.close();
    }

    @Test
    void thisKernelHasWhatIsNeededAndIsNotChangedByTheQuestion() throws KernelException {
        assertThatCode(() -> ServiceProxyPlane.check(kernel)).doesNotThrowAnyException();
        assertThat(kernel.chains()).isEmpty();
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        var nowhere = new NftKernel(List.of("/nonexistent/enter"));

        assertThatThrownBy(() -> ServiceProxyPlane.check(nowhere))
                .isInstanceOf(KernelException.class)
                .hasMessageStartingWith("cannot run nft: ")
                .hasMessageEndingWith("(expected: the program nft)");
    }

    @Test
    void theCapabilityThatIsMissingIsNamed() {
        var nobody = new NftKernel(List.of("unshare", "--user"));

        assertThatThrownBy(() -> ServiceProxyPlane.check(nobody))
                .isInstanceOf(KernelException.class)
                .hasMessageStartingWith("nft: ")
                .hasMessageContaining("(expected: the capability NET_ADMIN)");
    }

    @Test
    void aTransactionThatFailsAtItsEndLeavesTheTableAsItWas() throws KernelException {
        kernel.commit("add table inet sekisho-services\nadd chain inet sekisho-services a\n");
        var before = kernel.list(Layout.TABLE);

        assertThatThrownBy(() ->
                        kernel.commit(
                                """
                                flush chain inet sekisho-services a
                                add chain inet sekisho-services b
                                add rule inet sekisho-services b goto nowhere
                                """))
                .isInstanceOf(KernelException.class)
                .hasMessageStartingWith("nft: ");
        assertThat(kernel.list(Layout.TABLE)).isEqualTo(before);
    }

    @Test
    void aTransactionFullOfErrorsIsRefusedLikeAnyOther() {
        assertThatThrownBy(
                        () -> kernel.commit("add rule inet nowhere nothing drop\n".repeat(5_000)))
                .isInstanceOf(KernelException.class)
                .hasMessageStartingWith("nft: /dev/stdin:1:");
    }

    @Test
    void aTableOfOthersWithOurPriorityIsNamed() throws KernelException {
        kernel.commit(
                """
                add table ip kube-proxy
                add chain ip kube-proxy nat-prerouting { type nat hook prerouting priority dstnat; }
                """);

        assertThat(ServiceProxyPlane.rivals(kernel))
                .singleElement()
                .asString()
                .startsWith("table ip kube-proxy, chain nat-prerouting, ");
        kernel.commit("delete table ip kube-proxy\n");
    }

    @Test
    void fiveThousandEndpointsOfOneServiceAreTaken() throws KernelException {
        var web = Ports.of("web", Transport.TCP, "10.96.0.10", endpoints(5_000));
        try (var plane = plane()) {
            plane.apply(Ports.snapshot(Ports.table(web)));
            assertThat(plane.isInSync()).isTrue();
            assertThat(endpointsInKernel()).isEqualTo(5_000);
        }
    }

    /// The kernel's cost of a set grows with the number of sets, so this is a smaller number.
    @Test
    void fiveHundredEndpointsWithAffinityAreTaken() throws KernelException {
        var web = Ports.of("web", Transport.TCP, "10.96.0.10", endpoints(500)).affinity(60);
        try (var plane = plane()) {
            plane.apply(Ports.snapshot(Ports.table(web)));
            assertThat(plane.isInSync()).isTrue();
            assertThat(Listing.parse(kernel.list(Layout.TABLE)).chains().keySet())
                    .filteredOn(name -> name.startsWith("endpoint/"))
                    .hasSize(500);
        }
    }

    /// After each step it has what a new agent would write, in the words in which we wrote it.
    @Test
    void theKernelFollowsRandomClustersStepByStep() throws KernelException {
        for (long seed = 0; seed < 8; seed++) {
            var random = new RandomServices(seed);
            var cluster = random.cluster();
            var translator = new ServiceTranslator(Optional.of(cluster.settings()));
            var table = ServiceTable.EMPTY;
            try (var plane = plane(cluster.rules())) {
                for (int step = 0; step < 4; step++) {
                    table = translator.translate(cluster.state(), table, new Diagnostics());
                    plane.apply(Ports.snapshot(withoutHealthChecks(table)));
                    var found = Listing.parse(kernel.list(Layout.TABLE));
                    var wanted = Rules.of(cluster.rules(), table);
                    assertThat(found.elements())
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(wanted.elements());
                    assertThat(found.chains()).containsOnlyKeys(wanted.chains().keySet());
                    assertThat(found.sets()).containsOnlyKeys(wanted.sets().keySet());
                    cluster = random.later(cluster);
                }
            }
            open();
        }
    }

    private static ServiceTable withoutHealthChecks(ServiceTable table) {
        return new ServiceTable(
                table.ports(), table.nodePortAddresses(), List.of(), table.nodeLeaves());
    }

    private ServiceProxyPlane plane() {
        return plane(new RuleSettings(0x4000, List.of(), List.of()));
    }

    private ServiceProxyPlane plane(RuleSettings settings) {
        return new ServiceProxyPlane(kernel, settings, _ -> false, Duration.ofHours(1), () -> {});
    }

    private static Endpoint[] endpoints(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Endpoint("10.%d.%d.9".formatted(i / 250, i % 250), 80))
                .toArray(Endpoint[]::new);
    }

    private int endpointsInKernel() throws KernelException {
        return (int)
                Listing.parse(kernel.list(Layout.TABLE)).elements().stream()
                        .filter(element -> element.set().equals("endpoints-ip-tcp"))
                        .count();
    }
}
