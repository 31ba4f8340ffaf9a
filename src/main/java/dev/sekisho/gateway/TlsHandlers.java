package dev.sekisho.gateway;

import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;

/// Ends TLS for the HTTPS listener.
public interface TlsHandlers {

    /// The handler of one new connection.
    ChannelHandler newHandler(ByteBufAllocator allocator);

    /// Which certificates serve which names from now on.
    void apply(TlsTable table);
}
