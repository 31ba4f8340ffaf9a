package dev.sekisho.gateway.tls;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// What is known of TLS on one connection to a pod. Used on its event loop.
public sealed interface EncryptedConnection permits Origination {

    /// Why TLS came to nothing; null as long as it has not.
    @Nullable BackendTlsFailure failure();

    /// Whoever connects has run out of patience.
    void timedOut();

    /// That of a connection; null for one that is not encrypted.
    static @Nullable EncryptedConnection of(Channel channel) {
        return channel.pipeline().get(Origination.class);
    }
}
