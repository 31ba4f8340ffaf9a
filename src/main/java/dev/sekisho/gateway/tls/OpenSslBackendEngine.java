package dev.sekisho.gateway.tls;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.tls.TlsVersion;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// BoringSSL, towards pods.
final class OpenSslBackendEngine implements BackendEngine {

    private final BackendContexts<ReferenceCountedOpenSslContext> contexts;

    OpenSslBackendEngine(int mostContexts) {
        contexts =
                new BackendContexts<>(
                        mostContexts,
                        OpenSslBackendEngine::make,
                        ReferenceCountedOpenSslContext::release);
    }

    private static ReferenceCountedOpenSslContext make(BackendContexts.Key key)
            throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .trustManager(PodTrust.in(key.authorities()))
                        .protocols(TlsProfile.protocols(TlsVersion.TLS_1_2))
                        .ciphers(TlsProfile.CIPHER_SUITES)
                        .applicationProtocolConfig(offer(key.version()))
                        .sessionCacheSize(MOST_SESSIONS)
                        .sessionTimeout(SESSION_SECONDS)
                        .option(OpenSslContextOption.GROUPS, OpenSslEngine.groups());
        key.certificate()
                .map(ServedCertificate::new)
                .map(OneCertificate::factory)
                .ifPresent(
                        keys -> builder.keyManager(new OpenSslCachingX509KeyManagerFactory(keys)));
        var context = (ReferenceCountedOpenSslContext) builder.build();
        context.setBioNonApplicationBufferSize(OpenSslEngine.UNASKED_BYTES);
        acceptTickets(context);
        return context;
    }

    private static ApplicationProtocolConfig offer(HttpVersion version) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                BackendEngine.applicationProtocols(version));
    }

    /// Netty switches tickets off until there are keys for them, even for clients, who use none.
    private static void acceptTickets(ReferenceCountedOpenSslContext context) {
        byte[] unused = new byte[16];
        context.sessionContext().setTicketKeys(new OpenSslSessionTicketKey(unused, unused, unused));
    }

    @Override
    public SslHandler handler(
            BackendTls tls, HttpVersion version, Endpoint endpoint, ByteBufAllocator allocator)
            throws SSLException {
        SslHandler handler =
                contexts.in(
                        BackendContexts.Key.of(tls, version),
                        context ->
                                context.newHandler(
                                        allocator,
                                        tls.serverName(),
                                        BackendEngine.sessionNumber(endpoint)));
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        BackendEngine.name(parameters, tls.serverName());
        engine.setSSLParameters(parameters);
        return handler;
    }

    @Override
    public void retain(Set<BackendTls> wanted) {
        contexts.retain(wanted);
    }

    @Override
    public int contexts() {
        return contexts.size();
    }
}
