package dev.sekisho.cluster;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A Secret that something refers to. Its content never appears in any text made from this.
public record Secret(ObjectMeta meta, String type, SortedMap<String, SecretValue> data)
        implements ClusterObject {

    public Secret {
        data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    }

    @Override
    public String toString() {
        return ref() + " (content withheld)";
    }
}
