package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sekisho.model.service.HealthCheck;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.nft.Outcome;
import dev.sekisho.nft.Packet;
import dev.sekisho.nft.PacketTracer;
import dev.sekisho.nft.Ruleset;
import dev.sekisho.nft.TableModel;
import dev.sekisho.nft.Transaction;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.service.ServiceTranslator;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What holds for the rules of every cluster. Where something does not, the least cluster in which
/// it does not is shown.
class ServicePropertiesTest {

    private static final int CLUSTERS = 300;
    private static final int STEPS = 4;
    private static final int WRITTEN_ANEW = 1;

    @Test
    void packetsGoWhereKubernetesSays() {
        var met = new TreeMap<String, Integer>();
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var random = new RandomServices(seed);
            var cluster = random.cluster();
            var tracer = tracer(cluster);
            var oracle = new KubernetesOracle(cluster);
            assertThat(healthChecks(cluster)).as("seed %d", seed).isEqualTo(oracle.healthChecks());
            for (var packet : random.packets(cluster)) {
                var outcomes = tracer.outcomes(packet);
                if (!outcomes.equals(oracle.outcomes(packet))) {
                    show(seed, cluster, packet);
                }
                met.merge(kind(packet, outcomes), 1, Integer::sum);
            }
        }
        assertThat(met).hasSize(5).allSatisfy((_, times) -> assertThat(times).isGreaterThan(100));
    }

    /// So that it shows if nearly all packets were to pass by.
    private static String kind(Packet packet, Set<Outcome> outcomes) {
        return switch (outcomes.iterator().next()) {
            case Outcome.Dropped() -> "dropped";
            case Outcome.Rejected _ -> "rejected";
            case Outcome.Sent(var address, _, var masqueraded) -> {
                var isAsAsked = address.equals(packet.destination());
                var isTranslated = masqueraded ? "masqueraded" : "translated";
                yield isAsAsked ? "untouched" : isTranslated;
            }
        };
    }

    private static Map<Integer, Boolean> healthChecks(ServiceCluster cluster) {
        return table(cluster).healthChecks().stream()
                .collect(Collectors.toMap(HealthCheck::port, it -> it.localEndpoints() > 0));
    }

    private static void show(long seed, ServiceCluster cluster, Packet packet) {
        var least = cluster.shrink(it -> !traced(it, packet).equals(expected(it, packet)));
        assertThat(traced(least, packet))
                .as("%s of seed %d in %s", packet, seed, least)
                .isEqualTo(expected(least, packet));
    }

    private static Set<Outcome> traced(ServiceCluster cluster, Packet packet) {
        return tracer(cluster).outcomes(packet);
    }

    private static Set<Outcome> expected(ServiceCluster cluster, Packet packet) {
        return new KubernetesOracle(cluster).outcomes(packet);
    }

    /// The kernel would take each step, also after all was written at once, and holds afterwards
    /// what a new agent would write.
    @Test
    void stepsLeadWhereWritingAnewWould() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var random = new RandomServices(seed);
            var cluster = random.cluster();
            var rules = new Rules(cluster.rules());
            var translator = new ServiceTranslator(Optional.of(cluster.settings()));
            var kernel = new TableModel();
            kernel.commit(Transaction.between(Ruleset.EMPTY, rules.all()));
            var table = ServiceTable.EMPTY;
            for (int step = 0; step < STEPS; step++) {
                table = translator.translate(cluster.state(), table, new Diagnostics());
                if (step == WRITTEN_ANEW) {
                    rules.settle(table);
                    kernel.commit(Transaction.between(kernel.content(), rules.all()));
                } else {
                    commit(kernel, rules.moveTo(table), seed, step);
                }
                assertThat(kernel.content())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(Rules.of(cluster.rules(), table));
                cluster = random.later(cluster);
            }
        }
    }

    private static void commit(TableModel kernel, Transaction change, long seed, int step) {
        assertThatCode(() -> kernel.commit(change))
                .as("seed %d, step %d", seed, step)
                .doesNotThrowAnyException();
    }

    /// Whichever way a client takes to a Service port, it meets the endpoint that it met before, as
    /// long as that may be met there and the time is not over.
    @Test
    void clientsStayWithTheirEndpoints() {
        var met = 0;
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var random = new RandomServices(seed);
            var cluster = random.cluster();
            var tracer = tracer(cluster);
            var walk = new AffinityWalk(new KubernetesOracle(cluster));
            var chance = new Random(seed);
            for (var packet : random.packets(cluster)) {
                for (int i = 0; i < 2; i++) {
                    assertThat(tracer.outcomes(packet))
                            .as("%s of seed %d in %s", packet, seed, cluster)
                            .isEqualTo(walk.expected(packet));
                    walk.took(packet, tracer.trace(packet, chance.nextInt(12)));
                    var pause = chance.nextInt(5) == 0 ? 61 : 10;
                    tracer.sleep(Duration.ofSeconds(pause));
                    walk.sleep(pause);
                }
            }
            met += walk.returned();
        }
        assertThat(met).as("clients that came again").isGreaterThan(CLUSTERS);
    }

    private static PacketTracer tracer(ServiceCluster cluster) {
        return new PacketTracer(Rules.of(cluster.rules(), table(cluster)), cluster.host());
    }

    private static ServiceTable table(ServiceCluster cluster) {
        return new ServiceTranslator(Optional.of(cluster.settings()))
                .translate(cluster.state(), ServiceTable.EMPTY, new Diagnostics());
    }
}
