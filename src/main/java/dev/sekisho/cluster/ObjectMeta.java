package dev.sekisho.cluster;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The part of an object's metadata that routing depends on.
///
/// `created` is `Instant.EPOCH` where the object does not say. `annotations` holds only keys that
/// Sekisho may read.
public record ObjectMeta(
        String namespace, String name, Instant created, SortedMap<String, String> annotations) {

    public ObjectMeta {
        annotations =
                annotations.isEmpty()
                        ? Collections.emptySortedMap()
                        : Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public static ObjectMeta of(String namespace, String name) {
        return new ObjectMeta(namespace, name, Instant.EPOCH, Collections.emptySortedMap());
    }

    public static ObjectMeta of(
            String namespace, String name, Instant created, Map<String, String> annotations) {
        return new ObjectMeta(namespace, name, created, new TreeMap<>(annotations));
    }
}
