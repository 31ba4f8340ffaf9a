package dev.sekisho.it;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Kubernetes objects as YAML, in the namespace `it`.
final class Manifests {

    static final String CLASS =
            """
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: sekisho}
            spec: {controller: sekisho.dev/ingress-controller}
            ---
            """;

    private Manifests() {}

    static String service(String name) {
        return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: it}
        spec:
          ports: [{name: http, port: 80, targetPort: 8080}]
        ---
        """
                .formatted(name);
    }

    /// One pod of a Service on the loopback address.
    static String pod(String service, int port) {
        return """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %1$s-%2$d
          namespace: it
          labels: {kubernetes.io/service-name: %1$s}
        addressType: IPv4
        ports: [{name: http, port: %2$d}]
        endpoints: [{addresses: [127.0.0.1]}]
        ---
        """
                .formatted(service, port);
    }

    static String ingress(String name, String host, String path, String service) {
        return """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: %s, namespace: it}
        spec:
          ingressClassName: sekisho
          tls: [{hosts: [%2$s], secretName: %2$s}]
          rules:
            - host: %2$s
              http:
                paths:
                  - path: %3$s
                    pathType: Prefix
                    backend: {service: {name: %4$s, port: {name: http}}}
        ---
        """
                .formatted(name, host, path, service);
    }

    /// A Service whose pods speak TLS.
    static String encryptedService(String name) {
        return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: it}
        spec:
          ports: [{name: http, port: 443, targetPort: 8443, appProtocol: https}]
        ---
        """
                .formatted(name);
    }

    /// An Ingress of a host, to the Service of its own name, whose pods have to show a certificate.
    static String verifying(String name, String host, String authority) {
        return """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: %1$s
          namespace: it
          annotations: {sekisho.dev/backend-tls-ca: %3$s}
        spec:
          ingressClassName: sekisho
          rules:
            - host: %2$s
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: %1$s, port: {name: http}}}
        ---
        """
                .formatted(name, host, authority);
    }

    /// A Secret with the authority that has issued a certificate to itself.
    static String authority(String name, TestCertificate certificate) {
        return """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: it}
        data:
          ca.crt: %s
        ---
        """
                .formatted(name, base64(certificate.chainPem()));
    }

    static String secret(String name, TestCertificate certificate) {
        return """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: it}
        type: kubernetes.io/tls
        data:
          tls.crt: %s
          tls.key: %s
        ---
        """
                .formatted(name, base64(certificate.chainPem()), base64(certificate.keyPem()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
