package dev.sekisho.model.tls;

import dev.sekisho.model.HostPattern;
import java.util.List;

/// The certificates of one server name: at least one, at most one of each key algorithm.
public record TlsHost(HostPattern host, List<Certificate> certificates) {

    public TlsHost {
        certificates = List.copyOf(certificates);
    }
}
