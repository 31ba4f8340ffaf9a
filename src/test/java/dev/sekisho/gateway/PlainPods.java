package dev.sekisho.gateway;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import io.netty.channel.ChannelHandler;
import java.util.Set;

/// Where no pod speaks TLS.
interface PlainPods extends TlsHandlers {

    @Override
    default ChannelHandler newHandler(BackendTls tls, HttpVersion version, Endpoint endpoint) {
        throw new IllegalStateException("no TLS to pods in this test");
    }

    @Override
    default void retain(Set<BackendTls> towardsPods) {}
}
