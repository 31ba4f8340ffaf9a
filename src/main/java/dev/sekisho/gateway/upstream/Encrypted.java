package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.tls.BackendTlsFailure;
import dev.sekisho.gateway.tls.EncryptedConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/// What is different on a connection that may be encrypted. Nothing here is called for a request
/// that goes well.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write comes back as an exception caught.
final class Encrypted {

    private Encrypted() {}

    /// Ends our side once everything is written; a pod hears of it by TLS first.
    static void endOutput(Channel channel) {
        var written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        var last = tls == null ? written : tls.closeOutbound();
        last.addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
    }

    /// A connect is given up; if that is for the handshake it is told.
    static void timedOut(Channel channel) {
        EncryptedConnection tls = EncryptedConnection.of(channel);
        if (tls != null) {
            tls.timedOut();
        }
    }

    /// Why TLS came to nothing; null where it did not.
    static @Nullable BackendTlsFailure failure(Channel channel) {
        EncryptedConnection tls = EncryptedConnection.of(channel);
        return tls == null ? null : tls.failure();
    }
}
