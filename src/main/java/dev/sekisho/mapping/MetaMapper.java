package dev.sekisho.mapping;

import dev.sekisho.cluster.ObjectMeta;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Maps metadata: names, age, and the annotations that Sekisho may read.
final class MetaMapper {

    /// What the API server allows one object's annotations to hold together.
    static final int ANNOTATION_BUDGET = 256 * 1024;

    /// What other load balancers call what a Service asks for.
    private static final Set<String> OF_LOAD_BALANCERS =
            Set.of(
                    "metallb.io/loadBalancerIPs",
                    "metallb.universe.tf/loadBalancerIPs",
                    "kube-vip.io/loadbalancerIPs",
                    "metallb.io/allow-shared-ip",
                    "metallb.universe.tf/allow-shared-ip",
                    "metallb.io/address-pool",
                    "metallb.universe.tf/address-pool");

    private MetaMapper() {}

    static ObjectMeta namespaced(HasMetadata object, Consumer<String> problems) {
        var meta = object.getMetadata();
        var namespace = meta == null ? null : meta.getNamespace();
        return meta(meta, Canonical.text(namespace), problems);
    }

    /// For kinds of which there are many, and whose age and annotations mean nothing to routing.
    static ObjectMeta nameOnly(HasMetadata object) {
        var meta = object.getMetadata();
        return meta == null
                ? ObjectMeta.of("", "")
                : ObjectMeta.of(Canonical.text(meta.getNamespace()), Text.orEmpty(meta.getName()));
    }

    static ObjectMeta clusterScoped(HasMetadata object, Consumer<String> problems) {
        return meta(object.getMetadata(), "", problems);
    }

    private static ObjectMeta meta(
            io.fabric8.kubernetes.api.model.@Nullable ObjectMeta meta,
            String namespace,
            Consumer<String> problems) {
        if (meta == null) {
            return new ObjectMeta(namespace, "", Instant.EPOCH, Collections.emptySortedMap());
        }
        return new ObjectMeta(
                namespace,
                Text.orEmpty(meta.getName()),
                created(meta.getCreationTimestamp(), problems),
                annotations(meta.getAnnotations(), problems));
    }

    private static Instant created(@Nullable String timestamp, Consumer<String> problems) {
        if (timestamp == null || timestamp.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeParseException e) {
            problems.accept(
                    "metadata.creationTimestamp is "
                            + Text.quoted(timestamp)
                            + ", expected a time such as 2026-01-31T12:00:00Z");
            return Instant.EPOCH;
        }
    }

    private static SortedMap<String, String> annotations(
            @Nullable Map<String, String> all, Consumer<String> problems) {
        if (all == null || all.isEmpty()) {
            return Collections.emptySortedMap();
        }
        var kept = new TreeMap<String, String>();
        long size = 0;
        for (var entry : all.entrySet()) {
            var value = Text.orEmpty(entry.getValue());
            if (isRead(entry.getKey())) {
                size += entry.getKey().length() + (long) value.length();
                kept.put(Canonical.text(entry.getKey()), value);
            }
        }
        if (size > ANNOTATION_BUDGET) {
            problems.accept(
                    "metadata.annotations hold "
                            + size
                            + " characters for Sekisho, expected at most "
                            + ANNOTATION_BUDGET);
            return Collections.emptySortedMap();
        }
        return kept.isEmpty() ? Collections.emptySortedMap() : kept;
    }

    static SortedMap<String, String> labels(@Nullable Map<String, String> labels) {
        if (labels == null || labels.isEmpty()) {
            return Collections.emptySortedMap();
        }
        var result = new TreeMap<String, String>();
        labels.forEach((key, value) -> result.put(Canonical.text(key), Canonical.text(value)));
        return result;
    }

    private static boolean isRead(String key) {
        return OF_LOAD_BALANCERS.contains(key)
                || key.startsWith("sekisho.dev/")
                || key.startsWith("nginx.ingress.kubernetes.io/")
                || key.equals("kubernetes.io/ingress.class")
                || key.equals(IngressClassMapper.DEFAULT_CLASS);
    }
}
