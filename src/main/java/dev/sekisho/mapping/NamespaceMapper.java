package dev.sekisho.mapping;

import dev.sekisho.cluster.Namespace;
import java.util.function.Consumer;

/// Maps Namespaces (v1).
public final class NamespaceMapper {

    private NamespaceMapper() {}

    public static Namespace map(io.fabric8.kubernetes.api.model.Namespace object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    static Namespace map(
            io.fabric8.kubernetes.api.model.Namespace object, Consumer<String> problems) {
        var meta = object.getMetadata();
        return new Namespace(
                MetaMapper.clusterScoped(object, problems),
                MetaMapper.labels(meta == null ? null : meta.getLabels()));
    }
}
