package dev.sekisho.model;

import dev.sekisho.model.tls.Authorities;
import dev.sekisho.model.tls.Certificate;
import java.util.Comparator;
import java.util.Optional;

/// How connections to the pods of a backend are encrypted: who the pods have to be, and who the
/// gateway is to them.
///
/// `serverName` is the name, or address, that pods are asked for; empty where nothing is known of
/// it. With `authorities` a pod has to show a certificate of theirs that is for this name; without,
/// every pod is believed. `certificate` is shown to pods that ask for one.
public record BackendTls(
        String serverName, Optional<Authorities> authorities, Optional<Certificate> certificate)
        implements Comparable<BackendTls> {

    public static final BackendTls UNVERIFIED = new BackendTls("");

    private static final Comparator<BackendTls> ORDER =
            Comparator.comparing(BackendTls::serverName)
                    .thenComparing(tls -> text(tls.authorities().map(Authorities::secret)))
                    .thenComparing(
                            tls -> tls.authorities().map(Authorities::fingerprint).orElse(""))
                    .thenComparing(tls -> text(tls.certificate().map(Certificate::secret)))
                    .thenComparing(
                            tls -> tls.certificate().map(Certificate::fingerprint).orElse(""));

    /// With pods that need not prove who they are.
    public BackendTls(String serverName) {
        this(serverName, Optional.empty(), Optional.empty());
    }

    public BackendTls verifiedBy(Authorities known) {
        return new BackendTls(serverName, Optional.of(known), certificate);
    }

    public BackendTls showing(Certificate own) {
        return new BackendTls(serverName, authorities, Optional.of(own));
    }

    private static String text(Optional<ObjectRef> secret) {
        return secret.map(ObjectRef::path).orElse("");
    }

    /// For people: the name, whose certificates are believed, and what is shown.
    public String text() {
        var believed = authorities.map(known -> "verified by " + known.secret().path());
        var shown = certificate.map(own -> ", showing " + own.secret().path());
        return serverName + " " + believed.orElse("unverified") + shown.orElse("");
    }

    @Override
    public int compareTo(BackendTls other) {
        return ORDER.compare(this, other);
    }
}
