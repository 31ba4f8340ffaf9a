package dev.sekisho.cluster;

import dev.sekisho.model.PublishedAddress;
import java.util.List;

/// An Ingress (networking.k8s.io/v1) as its author wrote it; nothing is checked yet.
///
/// `className` is `spec.ingressClassName`. `status` is what `status.loadBalancer` shows, and
/// `statusIsOurs` tells whether Sekisho wrote that.
public record Ingress(
        ObjectMeta meta,
        String className,
        IngressBackend defaultBackend,
        List<IngressRule> rules,
        List<IngressTls> tls,
        List<PublishedAddress> status,
        boolean statusIsOurs)
        implements ClusterObject {

    public Ingress {
        rules = List.copyOf(rules);
        tls = List.copyOf(tls);
        status = List.copyOf(status);
    }
}
