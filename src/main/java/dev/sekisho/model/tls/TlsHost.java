package dev.sekisho.model.tls;

import dev.sekisho.model.HostPattern;
import java.util.List;

/// The certificates of one server name, at most one of each key algorithm, the default ones if it
/// has none; and what its clients must be able to do.
///
/// Handshakes go by this `policy`, requests by that of the `VirtualHost` which routes them: both
/// are to be given the same. Where this one is missing, requests are refused; this one alone holds
/// for handshakes only, which a client gets around by another server name.
public record TlsHost(HostPattern host, List<Certificate> certificates, TlsPolicy policy) {

    public TlsHost {
        certificates = List.copyOf(certificates);
    }

    /// With the usual policy.
    public TlsHost(HostPattern host, List<Certificate> certificates) {
        this(host, certificates, TlsPolicy.DEFAULT);
    }
}
