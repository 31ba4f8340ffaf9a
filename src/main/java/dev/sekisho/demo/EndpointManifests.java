package dev.sekisho.demo;

import dev.sekisho.demo.DemoPods.RunningPod;
import java.util.List;
import java.util.stream.Collectors;

/// EndpointSlices of pods that run in this process. Each pod has a port of its own, and a slice has
/// one port for all its addresses, so each pod has a slice.
final class EndpointManifests {

    private EndpointManifests() {}

    static String of(List<RunningPod> pods) {
        return pods.stream().map(EndpointManifests::slice).collect(Collectors.joining("---\n"));
    }

    private static String slice(RunningPod pod) {
        return """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %s
          namespace: shop
          labels:
            kubernetes.io/service-name: %s
        addressType: IPv4
        ports:
          - name: http
            port: %d
            protocol: TCP
        endpoints:
          - addresses: ["%s"]
            conditions:
              ready: true
        """
                .formatted(pod.name(), pod.service(), pod.port(), pod.address());
    }
}
