package dev.sekisho.translate.service;

import dev.sekisho.cluster.Service;

/// Which Services of type LoadBalancer are ours to give addresses to.
public enum Balancers {
    NONE,
    /// Those of our class.
    CLASSED,
    /// Those that name no class, too.
    ALL;

    public boolean include(Service service) {
        var named = service.traffic().loadBalancerClass();
        return service.type() == Service.Type.LOAD_BALANCER
                && switch (this) {
                    case NONE -> false;
                    case CLASSED -> named.equals(ServiceSettings.LOAD_BALANCER_CLASS);
                    case ALL ->
                            named.isEmpty() || named.equals(ServiceSettings.LOAD_BALANCER_CLASS);
                };
    }
}
