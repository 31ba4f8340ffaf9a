package dev.sekisho.gateway.tls;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// An implementation of TLS as the side that connects.
sealed interface BackendEngine permits JdkBackendEngine, OpenSslBackendEngine {

    /// Sessions that one context remembers.
    int MOST_SESSIONS = 2_000;

    /// For how long one can be resumed: then the certificate is looked at again.
    int SESSION_SECONDS = 600;

    /// Speaks TLS with a pod.
    SslHandler handler(
            BackendTls tls, HttpVersion version, Endpoint endpoint, ByteBufAllocator allocator)
            throws SSLException;

    /// Forgets what no connection will be made by any more.
    void retain(Set<BackendTls> wanted);

    /// How many contexts there are.
    int contexts();

    /// What the pod is offered, by ALPN.
    static List<String> applicationProtocols(HttpVersion version) {
        return switch (version) {
            case HTTP_1_1 -> List.of("http/1.1");
            case HTTP_2 -> List.of("h2");
        };
    }

    /// Under which number sessions with an endpoint are remembered, beside the server name.
    ///
    /// Engines have the port in that place and use it for nothing else. Pods of one Service have
    /// the same port, and none can resume a session with another.
    static int sessionNumber(Endpoint endpoint) {
        return endpoint.hashCode() & Integer.MAX_VALUE;
    }

    /// Names the server to the pod (RFC 6066 §3), unless it is meant by its address.
    static void name(SSLParameters parameters, String serverName) {
        parameters.setServerNames(
                isHostName(serverName) ? List.of(new SNIHostName(serverName)) : List.of());
    }

    private static boolean isHostName(String name) {
        return !name.isEmpty() && NetUtil.createByteArrayFromIpAddressString(name) == null;
    }
}
