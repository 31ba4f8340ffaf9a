package dev.sekisho.gateway;

import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.util.function.Predicate;

/// Ends TLS for the HTTPS listener.
public interface TlsHandlers {

    /// The handler of one new connection. It asks `taker` with the server name whether the
    /// connection is taken over as it is; if so, it leaves the pipeline to what came.
    ChannelHandler newHandler(ByteBufAllocator allocator, Predicate<String> taker);

    /// Whether the certificate that a client gets who names `serverName` is one for `host`, too.
    boolean isCertified(String serverName, String host);

    /// Which certificates serve which names from now on.
    void apply(TlsTable table);
}
