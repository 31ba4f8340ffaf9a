package dev.sekisho.gateway.upstream;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import io.netty.channel.ChannelHandler;

/// Speaks TLS on connections to pods.
public interface PodEncryption {

    /// The first handler of a new connection, before it is connected.
    ///
    /// With it a connect is complete only when it is agreed on TLS as asked for, and on this
    /// version of HTTP; else it fails.
    ChannelHandler newHandler(BackendTls tls, HttpVersion version, Endpoint endpoint);
}
