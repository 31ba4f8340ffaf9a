package dev.sekisho.model.tls;

import java.util.List;

/// What a host asks of TLS beyond what the gateway asks of every client.
///
/// `cipherSuites` are those of TLS 1.2 that are left of the usual ones, by their IANA names; none
/// stands for all. Those of TLS 1.3 are all good and not chosen among.
///
/// A session that was made under one policy is never resumed under another, and a connection that
/// does not keep a policy carries no request for a host that has it.
public record TlsPolicy(
        TlsVersion minimumVersion, List<String> cipherSuites, ClientCertificates clients) {

    /// Nothing more.
    public static final TlsPolicy DEFAULT = new TlsPolicy(TlsVersion.TLS_1_2);

    public TlsPolicy {
        cipherSuites = List.copyOf(cipherSuites);
    }

    /// Any suite, and no certificates of clients.
    public TlsPolicy(TlsVersion minimumVersion) {
        this(minimumVersion, List.of(), ClientCertificates.NONE);
    }

    public TlsPolicy with(ClientCertificates others) {
        return new TlsPolicy(minimumVersion, cipherSuites, others);
    }

    /// Whether clients are asked for a certificate.
    public boolean asksForCertificates() {
        return clients.verification() != ClientVerification.OFF;
    }
}
