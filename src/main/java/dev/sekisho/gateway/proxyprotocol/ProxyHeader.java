package dev.sekisho.gateway.proxyprotocol;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Who the client of a proxied connection is, in the words of the proxy.
///
/// `source` and `destination` are null where the proxy speaks for itself (a health check) or does
/// not know. `authority` is the host name that the client asked the proxy for, if it says one, and
/// `tls` the value of its extension about the client's TLS, an octet each character.
public record ProxyHeader(
        @Nullable InetSocketAddress source,
        @Nullable InetSocketAddress destination,
        ClientTransport transport,
        @Nullable String authority,
        @Nullable String tls) {

    static final ProxyHeader OWN =
            new ProxyHeader(null, null, ClientTransport.AS_RECEIVED, null, null);

    /// How the client came to the proxy.
    public enum ClientTransport {
        /// As it comes to us, as far as the proxy says.
        AS_RECEIVED,
        /// Over TLS that the proxy has ended.
        TLS
    }
}
