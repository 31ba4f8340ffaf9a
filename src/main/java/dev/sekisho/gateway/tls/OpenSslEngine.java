package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// BoringSSL, as a native library: several times as many handshakes for the same CPU.
///
/// Sessions are resumed by tickets only, under the certificate and the policy that they were made
/// for, so that nothing is kept for a client that is gone.
final class OpenSslEngine implements Engine {

    /// About 10 kB each.
    private static final int MOST_CONTEXTS = 2_048;

    /// Kept for each connection, for what BoringSSL has to say while nobody is ready to send:
    /// alerts and answers to new keys. A handshake goes on when there is room.
    static final int UNASKED_BYTES = 256;

    /// The first is safe from what a quantum computer could do to a recorded connection.
    private static final String[] GROUPS = {"X25519MLKEM768", "x25519", "secp256r1", "secp384r1"};

    private final TlsSettings settings;
    private final OpenSslContexts contexts;
    private final ApplicationProtocolConfig protocols;
    private final LongAdder completed = new LongAdder();
    private final AtomicLong shown = new AtomicLong();
    private final GenericFutureListener<Future<Object>> count = this::count;

    OpenSslEngine(TlsSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.contexts = new OpenSslContexts(this::make, new TicketKeys(nanoTime), MOST_CONTEXTS);
        this.protocols =
                new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        settings.applicationProtocols());
    }

    /// What keys are agreed on with, the first wherever the other side knows it.
    static String[] groups() {
        return GROUPS.clone();
    }

    /// Why there is none; null where there is one.
    static @Nullable Throwable obstacle() {
        return OpenSsl.isAvailable() ? null : OpenSsl.unavailabilityCause();
    }

    private ReferenceCountedOpenSslContext make(ServedCertificate certificate, TlsPolicy policy)
            throws SSLException {
        var minimum = settings.minimumVersion().orNewer(policy.minimumVersion());
        var context =
                (ReferenceCountedOpenSslContext)
                        SslContextBuilder.forServer(
                                        new OpenSslCachingX509KeyManagerFactory(
                                                OneCertificate.factory(certificate)))
                                .sslProvider(SslProvider.OPENSSL_REFCNT)
                                .trustManager(trust(policy))
                                .clientAuth(
                                        policy.asksForCertificates()
                                                ? ClientAuth.OPTIONAL
                                                : ClientAuth.NONE)
                                .protocols(TlsProfile.protocols(minimum))
                                .ciphers(TlsProfile.cipherSuites(policy))
                                .applicationProtocolConfig(protocols)
                                .sessionTimeout(settings.sessionTimeout().toSeconds())
                                .option(OpenSslContextOption.GROUPS, groups())
                                .build();
        context.sessionContext().setSessionCacheEnabled(false);
        context.setBioNonApplicationBufferSize(UNASKED_BYTES);
        return context;
    }

    private static X509TrustManager trust(TlsPolicy policy) {
        return policy.asksForCertificates()
                ? new AnyClient(policy.clients().authorities())
                : new NoClientCertificates();
    }

    @Override
    public String title() {
        return OpenSsl.versionString();
    }

    @Override
    public SslHandler handler(
            @Nullable String name, ServedHost host, ClientOffer offer, ByteBufAllocator allocator)
            throws SSLException {
        var context = contexts.borrow(host.certificateFor(offer), host.policy());
        try {
            SslHandler handler =
                    name == null
                            ? context.newHandler(allocator)
                            : context.newHandler(allocator, name, 0);
            handler.handshakeFuture().addListener(count);
            return handler;
        } finally {
            context.release();
        }
    }

    private void count(Future<Object> handshake) {
        if (handshake.isSuccess()) {
            completed.increment();
        }
    }

    @Override
    public void replace(CertificateTable newer) {
        contexts.keep(key -> isOfUse(newer, key));
    }

    private static boolean isOfUse(CertificateTable table, OpenSslContexts.Key key) {
        return table.withAlias(key.certificate()) != null
                && (!key.policy().asksForCertificates() || table.asksFor(key.policy().clients()));
    }

    OpenSslContexts contexts() {
        return contexts;
    }

    @Override
    public void close() {
        contexts.keep(_ -> false);
    }

    /// Never less than before: a session is counted as resumed a moment before it is complete.
    @Override
    public long fullHandshakes() {
        long resumed = contexts.resumed();
        return shown.accumulateAndGet(completed.sum() - resumed, Math::max);
    }
}
