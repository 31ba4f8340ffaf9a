package dev.sekisho.serviceproxy;

import dev.sekisho.nft.Outcome;
import dev.sekisho.nft.Packet;
import dev.sekisho.serviceproxy.KubernetesOracle.Backend;
import dev.sekisho.serviceproxy.KubernetesOracle.Owner;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which endpoints clients have met, by Kubernetes' word on session affinity: kept for each Service
/// port, from the last connection on.
final class AffinityWalk {

    private record Meeting(
            String service, int port, int protocol, String client, Backend backend) {}

    private final KubernetesOracle oracle;
    private final Map<Meeting, Long> meetings = new HashMap<>();
    private long now;
    private int returned;

    AffinityWalk(KubernetesOracle oracle) {
        this.oracle = oracle;
    }

    Set<Outcome> expected(Packet packet) {
        var all = oracle.outcomes(packet);
        var owner = oracle.owner(packet);
        if (owner.isEmpty() || seconds(owner.get()) == 0) {
            return all;
        }
        var known =
                all.stream()
                        .filter(it -> isKnown(packet, owner.get(), it))
                        .collect(Collectors.toSet());
        if (!known.isEmpty()) {
            returned++;
        }
        return known.isEmpty() ? all : known;
    }

    void took(Packet packet, Outcome outcome) {
        var owner = oracle.owner(packet);
        if (owner.isPresent() && outcome instanceof Outcome.Sent sent) {
            meetings.put(meeting(packet, owner.get(), sent), now + seconds(owner.get()));
        }
    }

    void sleep(int seconds) {
        now += seconds;
    }

    int returned() {
        return returned;
    }

    private boolean isKnown(Packet packet, Owner owner, Outcome outcome) {
        return outcome instanceof Outcome.Sent sent
                && meetings.getOrDefault(meeting(packet, owner, sent), 0L) > now;
    }

    private static Meeting meeting(Packet packet, Owner owner, Outcome.Sent sent) {
        return new Meeting(
                owner.service().meta().name(),
                owner.port().port(),
                packet.protocol(),
                packet.source(),
                new Backend(sent.address(), sent.port()));
    }

    private static int seconds(Owner owner) {
        return owner.service().traffic().affinitySeconds();
    }
}
