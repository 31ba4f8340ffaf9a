package dev.sekisho.gateway;

import dev.sekisho.gateway.tls.ClientIdentity;
import dev.sekisho.gateway.upstream.PodEncryption;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;

/// Ends TLS for the HTTPS listener, and begins it with pods.
public interface TlsHandlers extends PodEncryption {

    /// The handler of one new connection. It asks `taker` with the server name whether the
    /// connection is taken over as it is; if so, it leaves the pipeline to what came.
    ChannelHandler newHandler(ByteBufAllocator allocator, Predicate<String> taker);

    /// Whether the certificate that a client gets who names `serverName` is one for `host`, too.
    boolean isCertified(String serverName, String host);

    /// Who the client of a connection is, whose handshake is over.
    ClientIdentity identity(Channel channel, SSLSession session);

    /// Which certificates serve which names from now on.
    void apply(TlsTable table);

    /// In which ways TLS is spoken with pods from now on; open connections go on.
    void retain(Set<BackendTls> towardsPods);
}
