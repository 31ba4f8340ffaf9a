package dev.sekisho.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// An implementation of TLS, behind the gate that reads the server name.
sealed interface Engine permits JdkEngine, OpenSslEngine {

    /// How it is called in the log.
    String title();

    /// Speaks TLS with a client that asked for `name`, or for none, which `host` answers.
    SslHandler handler(
            @Nullable String name, ServedHost host, ClientOffer offer, ByteBufAllocator allocator)
            throws SSLException;

    /// Handshakes use this table from now on.
    void replace(CertificateTable table);

    /// How often a certificate was shown; resumed sessions show none.
    long fullHandshakes();

    /// Lets go of what is outside of the heap. Open connections go on.
    void close();
}
