package dev.sekisho.gateway;

import dev.sekisho.gateway.upstream.PodEncryption;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.util.Set;

/// Ends TLS for the HTTPS listener, and begins it with pods.
public interface TlsHandlers extends PodEncryption {

    /// The handler of one new connection.
    ChannelHandler newHandler(ByteBufAllocator allocator);

    /// Whether the certificate that a client gets who names `serverName` is one for `host`, too.
    boolean isCertified(String serverName, String host);

    /// Which certificates serve which names from now on.
    void apply(TlsTable table);

    /// In which ways TLS is spoken with pods from now on; open connections go on.
    void retain(Set<BackendTls> towardsPods);
}
