package dev.sekisho.mapping;

import dev.sekisho.cluster.Service.Balancer;
import dev.sekisho.model.address.AddressCondition;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.Objects;

/// Maps what a Service asks of its load balancer.
final class BalancerMapper {

    private BalancerMapper() {}

    /// Nothing for the many Services that have none.
    static Balancer map(Service object, ServiceSpec spec) {
        if (!"LoadBalancer".equals(spec.getType())) {
            return Balancer.NONE;
        }
        var meta = object.getMetadata();
        return new Balancer(
                MetaMapper.labels(meta == null ? null : meta.getLabels()),
                Text.orEmpty(spec.getLoadBalancerIP()),
                "RequireDualStack".equals(spec.getIpFamilyPolicy()),
                said(object));
    }

    private static AddressCondition said(Service object) {
        var status = object.getStatus();
        if (status == null || status.getConditions() == null) {
            return AddressCondition.NONE;
        }
        return status.getConditions().stream()
                .filter(Objects::nonNull)
                .filter(it -> AddressCondition.TYPE.equals(it.getType()))
                .findFirst()
                .map(BalancerMapper::condition)
                .orElse(AddressCondition.NONE);
    }

    private static AddressCondition condition(Condition condition) {
        return new AddressCondition(
                "True".equals(condition.getStatus()),
                Text.orEmpty(condition.getReason()),
                Text.orEmpty(condition.getMessage()));
    }
}
