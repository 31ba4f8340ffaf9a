package dev.sekisho.cluster;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A ConfigMap that something refers to.
public record ConfigMap(ObjectMeta meta, SortedMap<String, String> data) implements ClusterObject {

    public ConfigMap {
        data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    }
}
