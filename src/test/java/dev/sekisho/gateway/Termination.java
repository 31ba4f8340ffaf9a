package dev.sekisho.gateway;

import dev.sekisho.gateway.tls.ClientIdentity;
import dev.sekisho.gateway.tls.TlsTerminator;
import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;

/// The real end of TLS behind a listener.
record Termination(TlsTerminator terminator) implements PlainPods {

    @Override
    public ChannelHandler newHandler(ByteBufAllocator allocator, Predicate<String> taker) {
        return terminator.newHandler(allocator, taker);
    }

    @Override
    public boolean isCertified(String serverName, String host) {
        return terminator.isCertified(serverName, host);
    }

    @Override
    public ClientIdentity identity(Channel channel, SSLSession session) {
        return terminator.identity(channel, session);
    }

    @Override
    public void apply(TlsTable table) {
        terminator.apply(table);
    }
}
