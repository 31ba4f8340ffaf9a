package dev.sekisho.mapping;

import dev.sekisho.cluster.IngressClass;
import java.util.function.Consumer;

/// Maps IngressClasses (networking.k8s.io/v1).
public final class IngressClassMapper {

    static final String DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

    private IngressClassMapper() {}

    public static IngressClass map(
            io.fabric8.kubernetes.api.model.networking.v1.IngressClass object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    static IngressClass map(
            io.fabric8.kubernetes.api.model.networking.v1.IngressClass object,
            Consumer<String> problems) {
        var meta = MetaMapper.clusterScoped(object, problems);
        var spec = object.getSpec();
        var controller = spec == null ? "" : Canonical.text(spec.getController());
        return new IngressClass(
                meta, controller, "true".equals(meta.annotations().get(DEFAULT_CLASS)));
    }
}
