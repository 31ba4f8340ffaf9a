package dev.sekisho.cluster;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A Namespace and its labels.
public record Namespace(ObjectMeta meta, SortedMap<String, String> labels)
        implements ClusterObject {

    public Namespace {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
