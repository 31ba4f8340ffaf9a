package dev.sekisho.mapping;

import dev.sekisho.cluster.Service.Traffic;
import dev.sekisho.model.service.TrafficPolicy;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maps what a Service says about connections, with the defaults that the API server would have
/// set.
final class TrafficMapper {

    private static final int USUAL_AFFINITY_SECONDS = 10_800;
    private static final String OTHER_PROXY = "service.kubernetes.io/service-proxy-name";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    private TrafficMapper() {}

    static Traffic map(Service object, ServiceSpec spec) {
        return same(
                new Traffic(
                        clusterIps(spec),
                        policy(spec.getInternalTrafficPolicy()),
                        policy(spec.getExternalTrafficPolicy()),
                        Text.orZero(spec.getHealthCheckNodePort()),
                        affinity(spec),
                        virtualIps(object),
                        Lists.texts(spec.getLoadBalancerSourceRanges()),
                        Canonical.text(spec.getLoadBalancerClass()),
                        isLeftToOthers(object)));
    }

    /// Most headless and external ones have nothing of it.
    private static Traffic same(Traffic traffic) {
        return traffic.equals(Traffic.USUAL) ? Traffic.USUAL : traffic;
    }

    /// Nearly all have one, which is kept with the Service already.
    private static List<String> clusterIps(ServiceSpec spec) {
        var all = Lists.texts(spec.getClusterIPs());
        var first = Canonical.text(spec.getClusterIP());
        var isOnly = all.isEmpty() || all.equals(List.of(first));
        return isOnly && !first.isEmpty() ? List.of(first) : all;
    }

    private static TrafficPolicy policy(@Nullable String text) {
        return "Local".equals(text) ? TrafficPolicy.LOCAL : TrafficPolicy.CLUSTER;
    }

    private static int affinity(ServiceSpec spec) {
        return "ClientIP".equals(spec.getSessionAffinity())
                ? seconds(spec.getSessionAffinityConfig())
                : 0;
    }

    private static int seconds(@Nullable SessionAffinityConfig config) {
        var clientIp = config == null ? null : config.getClientIP();
        var seconds = clientIp == null ? 0 : Text.orZero(clientIp.getTimeoutSeconds());
        return seconds <= 0 ? USUAL_AFFINITY_SECONDS : seconds;
    }

    private static List<String> virtualIps(Service object) {
        var status = object.getStatus();
        var balancer = status == null ? null : status.getLoadBalancer();
        if (balancer == null) {
            return List.of();
        }
        return Lists.map(balancer.getIngress(), TrafficMapper::virtualIp).stream()
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static String virtualIp(@Nullable LoadBalancerIngress ingress) {
        return ingress == null || "Proxy".equals(ingress.getIpMode())
                ? ""
                : Text.orEmpty(ingress.getIp());
    }

    private static boolean isLeftToOthers(Service object) {
        var meta = object.getMetadata();
        Map<String, String> labels = meta == null ? null : meta.getLabels();
        return labels != null && (labels.containsKey(OTHER_PROXY) || labels.containsKey(HEADLESS));
    }
}
