package dev.sekisho.kube;

import dev.sekisho.model.ObjectRef;
import java.time.Duration;

/// Which Lease is competed for, as whom, and at which pace.
///
/// `identity` differs between replicas and between starts: the pod's name and something random. A
/// holder that could not renew for `renewWithin` stops; others take over `duration` after the last
/// renewal that they saw, which must be longer.
public record LeadershipSettings(
        String namespace,
        String lease,
        String identity,
        Duration duration,
        Duration renewWithin,
        Duration retry) {

    public LeadershipSettings {
        if (namespace.isEmpty()) {
            throw new IllegalArgumentException("a Lease lives in a namespace");
        }
        if (identity.isEmpty()) {
            throw new IllegalArgumentException("nobody holds a Lease whose holder is empty");
        }
        if (renewWithin.compareTo(duration) >= 0 || retry.compareTo(renewWithin) >= 0) {
            throw new IllegalArgumentException(
                    "expected retry < renewWithin < duration, got "
                            + retry
                            + ", "
                            + renewWithin
                            + ", "
                            + duration);
        }
    }

    public static LeadershipSettings of(String namespace, String lease, String identity) {
        return new LeadershipSettings(
                namespace,
                lease,
                identity,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1));
    }

    ObjectRef ref() {
        return new ObjectRef("Lease", namespace, lease);
    }
}
