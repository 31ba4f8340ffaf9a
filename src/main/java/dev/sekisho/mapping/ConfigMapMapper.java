package dev.sekisho.mapping;

import dev.sekisho.cluster.ConfigMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Maps ConfigMaps (v1); `binaryData` is nothing that Sekisho reads.
public final class ConfigMapMapper {

    private ConfigMapMapper() {}

    public static ConfigMap map(io.fabric8.kubernetes.api.model.ConfigMap object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    static ConfigMap map(
            io.fabric8.kubernetes.api.model.ConfigMap object, Consumer<String> problems) {
        return new ConfigMap(MetaMapper.namespaced(object, problems), data(object.getData()));
    }

    private static SortedMap<String, String> data(@Nullable Map<String, String> data) {
        var result = new TreeMap<String, String>();
        if (data != null) {
            data.forEach((key, value) -> result.put(key, Text.orEmpty(value)));
        }
        return result;
    }
}
