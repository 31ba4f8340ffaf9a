package dev.sekisho.translate.draft;

import dev.sekisho.translate.syntax.SecretName;
import java.util.Optional;

/// What annotations say of TLS with pods, where it is spoken at all.
public record BackendTlsWish(
        Optional<Boolean> verify,
        Optional<SecretName> authorities,
        Optional<String> serverName,
        Optional<SecretName> certificate) {

    public static final BackendTlsWish NONE =
            new BackendTlsWish(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public BackendTlsWish withVerify(boolean wanted) {
        return new BackendTlsWish(Optional.of(wanted), authorities, serverName, certificate);
    }

    public BackendTlsWish withAuthorities(SecretName secret) {
        return new BackendTlsWish(verify, Optional.of(secret), serverName, certificate);
    }

    public BackendTlsWish withServerName(String name) {
        return new BackendTlsWish(verify, authorities, Optional.of(name), certificate);
    }

    public BackendTlsWish withCertificate(SecretName secret) {
        return new BackendTlsWish(verify, authorities, serverName, Optional.of(secret));
    }

    public boolean isEmpty() {
        return equals(NONE);
    }
}
