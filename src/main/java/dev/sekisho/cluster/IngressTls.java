package dev.sekisho.cluster;

import java.util.List;

/// One `tls` entry of an Ingress; `secretName` may be empty.
public record IngressTls(List<String> hosts, String secretName) {

    public IngressTls {
        hosts = List.copyOf(hosts);
    }
}
