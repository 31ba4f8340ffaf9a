package dev.sekisho.gateway.tls;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.tls.TlsVersion;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/// The JDK's own TLS, towards pods.
final class JdkBackendEngine implements BackendEngine {

    private final BackendContexts<SSLContext> contexts;

    JdkBackendEngine(int mostContexts) {
        contexts = new BackendContexts<>(mostContexts, JdkBackendEngine::make, _ -> {});
    }

    private static SSLContext make(BackendContexts.Key key) throws SSLException {
        KeyManager[] keys =
                key.certificate()
                        .map(ServedCertificate::new)
                        .map(shown -> new KeyManager[] {new OneCertificate(shown)})
                        .orElse(new KeyManager[0]);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {PodTrust.in(key.authorities())}, null);
            SSLSessionContext sessions = context.getClientSessionContext();
            sessions.setSessionCacheSize(MOST_SESSIONS);
            sessions.setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SSLException("this Java runtime cannot speak TLS", e);
        }
    }

    @Override
    public SslHandler handler(
            BackendTls tls, HttpVersion version, Endpoint endpoint, ByteBufAllocator allocator)
            throws SSLException {
        SSLEngine engine =
                contexts.in(
                        BackendContexts.Key.of(tls, version),
                        context ->
                                context.createSSLEngine(
                                        tls.serverName(), BackendEngine.sessionNumber(endpoint)));
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(TlsProfile.protocols(TlsVersion.TLS_1_2));
        parameters.setCipherSuites(TlsProfile.CIPHER_SUITES.toArray(String[]::new));
        parameters.setApplicationProtocols(
                BackendEngine.applicationProtocols(version).toArray(String[]::new));
        BackendEngine.name(parameters, tls.serverName());
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
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
