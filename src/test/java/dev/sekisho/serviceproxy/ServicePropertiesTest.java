package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.nft.Outcome;
import dev.sekisho.nft.Packet;
import dev.sekisho.nft.PacketTracer;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.service.ServiceTranslator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What holds for the rules of every cluster. Where something does not, the least cluster in which
/// it does not is shown.
class ServicePropertiesTest {

    private static final int CLUSTERS = 400;

    @Test
    void packetsGoWhereKubernetesSays() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            var random = new RandomServices(seed);
            var cluster = random.cluster();
            var tracer = tracer(cluster);
            var oracle = new KubernetesOracle(cluster);
            for (var packet : random.packets(cluster)) {
                if (!tracer.outcomes(packet).equals(oracle.outcomes(packet))) {
                    show(seed, cluster, packet);
                }
            }
        }
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

    private static PacketTracer tracer(ServiceCluster cluster) {
        return new PacketTracer(Rules.of(cluster.rules(), table(cluster)), cluster.host());
    }

    private static ServiceTable table(ServiceCluster cluster) {
        return new ServiceTranslator(Optional.of(cluster.settings()))
                .translate(cluster.state(), ServiceTable.EMPTY, new Diagnostics());
    }
}
