package dev.sekisho.model.tls;

import java.util.List;

/// Which certificate answers for which server name.
///
/// `defaults` is used where no host matches; if it is empty, the gateway's own self-signed
/// certificate is.
public record TlsTable(List<TlsHost> hosts, List<Certificate> defaults, UnknownSni unknownSni) {

    public static final TlsTable EMPTY =
            new TlsTable(List.of(), List.of(), UnknownSni.SERVE_DEFAULT);

    public TlsTable {
        hosts = List.copyOf(hosts);
        defaults = List.copyOf(defaults);
    }
}
