package dev.sekisho.gateway.tls;

import java.net.Socket;
import java.security.Principal;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// A key manager that engines alone ask: nothing here speaks TLS on a `Socket`, or lists what there
/// is.
abstract class EngineKeyManager extends X509ExtendedKeyManager {

    @Override
    public final @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public final String @Nullable [] getServerAliases(
            String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public final String @Nullable [] getClientAliases(
            String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public final @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
