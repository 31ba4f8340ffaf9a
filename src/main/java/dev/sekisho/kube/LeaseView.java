package dev.sekisho.kube;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What this replica has seen of the Lease, and since when, by its own clock: clocks of other
/// machines are never compared with ours.
final class LeaseView {

    /// Candidates put a sign of life under keys with this prefix.
    static final String CANDIDATE = "candidate.sekisho.dev/";

    /// A value and when this replica first saw it.
    private record Seen(String value, long since) {

        boolean isOlderThan(Duration age, long now) {
            return now - since > age.toNanos();
        }
    }

    private final Map<String, Seen> candidates = new HashMap<>();
    private Seen renewal = new Seen("", 0);
    private String holder = "";
    private Duration duration = Duration.ZERO;

    void saw(Lease lease, long now) {
        var spec = Objects.requireNonNullElseGet(lease.getSpec(), LeaseSpec::new);
        holder = Objects.requireNonNullElse(spec.getHolderIdentity(), "");
        var seconds = Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 0);
        duration = Duration.ofSeconds(seconds);
        renewal = newer(renewal, holder + " " + spec.getRenewTime(), now);
        var present = candidates(lease.getMetadata());
        candidates.keySet().retainAll(present.keySet());
        present.forEach((key, value) ->
                candidates.compute(
                        key,
                        (_, before) ->
                                before == null ? new Seen(value, now) : newer(before, value, now)));
    }

    boolean isHeldBy(String identity) {
        return holder.equals(identity);
    }

    /// Nobody holds it, or its holder has been silent for too long.
    boolean isFree(long now) {
        return holder.isEmpty() || renewal.isOlderThan(duration, now);
    }

    boolean hasCandidate(String key) {
        return candidates.containsKey(key);
    }

    /// The keys of candidates, ours left out, that gave a sign of life within `age`.
    Stream<String> othersWithin(Duration age, String ownKey, long now) {
        return others(ownKey)
                .filter(entry -> !entry.getValue().isOlderThan(age, now))
                .map(Map.Entry::getKey);
    }

    /// The keys of candidates, ours left out, that gave none for longer than `age`.
    Stream<String> goneFor(Duration age, String ownKey, long now) {
        return others(ownKey)
                .filter(entry -> entry.getValue().isOlderThan(age, now))
                .map(Map.Entry::getKey);
    }

    private Stream<Map.Entry<String, Seen>> others(String ownKey) {
        return candidates.entrySet().stream().filter(entry -> !entry.getKey().equals(ownKey));
    }

    private static Map<String, String> candidates(ObjectMeta meta) {
        var result = new HashMap<String, String>();
        if (meta.getAnnotations() != null) {
            meta.getAnnotations()
                    .forEach((key, value) -> {
                        if (key.startsWith(CANDIDATE) && value != null) {
                            result.put(key, value);
                        }
                    });
        }
        return result;
    }

    private static Seen newer(Seen before, String value, long now) {
        return before.value().equals(value) ? before : new Seen(value, now);
    }
}
