package dev.sekisho.gateway;

import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;

/// Ends TLS for the HTTPS listener.
public interface TlsHandlers {

    /// The handler of one new connection.
    ChannelHandler newHandler(ByteBufAllocator allocator);

    /// Whether the certificate that a client gets who names `serverName` is one for `host`, too.
    boolean isCertified(String serverName, String host);

    /// Which certificates serve which names from now on.
    void apply(TlsTable table);
}
