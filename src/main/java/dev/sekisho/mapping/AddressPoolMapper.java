package dev.sekisho.mapping;

import dev.sekisho.cluster.AddressPool;
import dev.sekisho.cluster.AddressPool.Announcing;
import dev.sekisho.cluster.AddressPool.Giving;
import dev.sekisho.model.address.PoolUsage;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.function.Consumer;

/// Maps AddressPools (sekisho.dev/v1alpha1), which are ours, so that no class of the client knows
/// them.
public final class AddressPoolMapper {

    private static final String VERSION = "sekisho.dev/v1alpha1";

    private AddressPoolMapper() {}

    public static AddressPool map(GenericKubernetesResource object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    static boolean isOne(GenericKubernetesResource object) {
        return "AddressPool".equals(object.getKind()) && VERSION.equals(object.getApiVersion());
    }

    /// As above; what is not of the kind that the schema asks for is reported and left out.
    static AddressPool map(GenericKubernetesResource object, Consumer<String> problems) {
        var root = Fields.of(object.getAdditionalProperties(), problems);
        var spec = root.fields("spec");
        spec.failOnUnknown(
                "addresses",
                "autoAssign",
                "avoidNetworkAndBroadcast",
                "priority",
                "serviceSelector",
                "namespaceSelector",
                "l2");
        return new AddressPool(
                MetaMapper.clusterScoped(object, problems),
                spec.texts("addresses"),
                giving(spec),
                announcing(spec.fields("l2")),
                usage(Fields.of(object.getAdditionalProperties(), _ -> {}).fields("status")));
    }

    private static Giving giving(Fields spec) {
        return new Giving(
                spec.flag("autoAssign", true),
                spec.flag("avoidNetworkAndBroadcast", false),
                (int) spec.number("priority"),
                spec.selector("serviceSelector"),
                spec.selector("namespaceSelector"));
    }

    private static Announcing announcing(Fields l2) {
        l2.failOnUnknown("enabled", "nodeSelector", "interfaces");
        return new Announcing(
                l2.flag("enabled", true), l2.selector("nodeSelector"), l2.texts("interfaces"));
    }

    private static PoolUsage usage(Fields status) {
        return new PoolUsage(
                status.number("total"), status.number("used"), status.texts("conflicts"));
    }
}
