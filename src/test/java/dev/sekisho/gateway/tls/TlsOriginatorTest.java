package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.tls.Certificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Connects to pods of all sorts, on each engine.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsOriginatorTest {

    private static final String NAME = "web.shop.svc";
    private static final PodPki PKI = new PodPki("pods");
    private static final BackendTls UNVERIFIED = new BackendTls(NAME);
    private static final BackendTls VERIFIED = UNVERIFIED.verifiedBy(PKI.authorities());

    /// The alert of a server that speaks older versions only.
    private static final byte[] PROTOCOL_VERSION = {21, 3, 1, 0, 2, 2, 70};

    private final TlsOriginator originator;
    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    private @Nullable EncryptedConnection encrypted;

    TlsOriginatorTest(EngineChoice engine) {
        Engines.settings(engine);
        originator = new TlsOriginator(engine);
    }

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        originator.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private ChannelFuture connect(BackendTls tls, HttpVersion version, Endpoint endpoint) {
        return new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel made) {
                                made.pipeline()
                                        .addLast(originator.newHandler(tls, version, endpoint))
                                        .addLast(new Reader());
                                encrypted = EncryptedConnection.of(made);
                            }
                        })
                .connect(endpoint.address(), endpoint.port())
                .awaitUninterruptibly();
    }

    private final class Reader extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            received.add(((ByteBuf) message).toString(StandardCharsets.ISO_8859_1));
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            thrown.add(cause);
            ctx.close().addListener(_ -> {});
        }
    }

    private ChannelFuture connect(BackendTls tls, TlsPod pod) {
        return connect(tls, HttpVersion.HTTP_1_1, pod.endpoint());
    }

    private void succeeds(BackendTls tls, TlsPod pod) {
        ChannelFuture connected = connect(tls, pod);
        assertThat(connected.cause()).isNull();
        talk(connected.channel());
        connected.channel().close().syncUninterruptibly();
    }

    private void talk(Channel channel) {
        int before = received.size();
        channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), "GET / HTTP/1.1\r\n\r\n"))
                .syncUninterruptibly();
        await().until(() -> received.size() > before);
        assertThat(received.getLast()).startsWith("HTTP/1.1 200 OK");
    }

    private void fails(BackendTls tls, TlsPod pod, BackendTlsFailure reason) {
        failsAt(connect(tls, pod), reason);
    }

    private void failsAt(ChannelFuture connected, BackendTlsFailure reason) {
        assertThat(connected.isSuccess()).isFalse();
        assertThat(Objects.requireNonNull(encrypted).failure())
                .as(String.valueOf(connected.cause()))
                .isEqualTo(reason);
        assertThat(failures(reason)).isEqualTo(1);
        connected.channel().closeFuture().syncUninterruptibly();
    }

    private double failures(BackendTlsFailure reason) {
        double[] value = {-1};
        originator.collect(
                new LabelledMetric(
                        "sekisho_upstream_tls_failures_total", reason.text(), v -> value[0] = v));
        return value[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void talksToAPodThatProvesItsName(String protocol) throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), only(protocol))) {
            succeeds(VERIFIED, pod);

            assertThat(pod.serverNames()).containsExactly(NAME);
        }
    }

    private static Consumer<SSLParameters> only(String protocol) {
        return parameters -> parameters.setProtocols(new String[] {protocol});
    }

    @Test
    void talksToPodsWithKeysOfRsaToo() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issueRsa(NAME))) {
            succeeds(VERIFIED, pod);
        }
    }

    @Test
    void believesEveryPodWhereNoAuthorityIsNamed() throws IOException {
        try (TlsPod pod = new TlsPod(new PodPki("strangers").issueExpired("other.test"))) {
            succeeds(UNVERIFIED, pod);
            succeeds(BackendTls.UNVERIFIED, pod);

            assertThat(pod.serverNames()).containsExactly(NAME, "-");
        }
    }

    @Test
    void believesACertificateThatIsNamedItself() throws IOException {
        Certificate own = new PodPki("itself").issue(NAME);
        try (TlsPod pod = new TlsPod(own)) {
            succeeds(UNVERIFIED.verifiedBy(PodPki.trusting(own.chain().getFirst())), pod);
        }
    }

    @Test
    void meansAPodByItsAddress() throws IOException {
        BackendTls byAddress = new BackendTls("127.0.0.1").verifiedBy(PKI.authorities());
        try (TlsPod pod = new TlsPod(PKI.issue("127.0.0.1"))) {
            succeeds(byAddress, pod);

            assertThat(pod.serverNames()).containsExactly("-");
        }
    }

    @Test
    void refusesAPodOfAnotherAuthority() throws IOException {
        try (TlsPod pod = new TlsPod(new PodPki("pods").issue(NAME))) {
            fails(VERIFIED, pod, BackendTlsFailure.UNTRUSTED);
        }
    }

    /// Its own address is not what was asked for either.
    @Test
    void refusesAPodOfAnotherName() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue("other.shop.svc", "127.0.0.1", "localhost"))) {
            fails(VERIFIED, pod, BackendTlsFailure.NAME);
        }
    }

    @Test
    void refusesToVerifyForNoName() throws IOException {
        BackendTls nameless = BackendTls.UNVERIFIED.verifiedBy(PKI.authorities());
        try (TlsPod pod = new TlsPod(PKI.issue(NAME))) {
            fails(nameless, pod, BackendTlsFailure.NAME);
        }
    }

    @Test
    void refusesAnExpiredCertificate() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issueExpired(NAME))) {
            fails(VERIFIED, pod, BackendTlsFailure.EXPIRED);
        }
    }

    @Test
    void refusesAnExpiredCertificateThatIsTrustedItself() throws IOException {
        Certificate own = PKI.issueExpired(NAME);
        try (TlsPod pod = new TlsPod(own)) {
            fails(
                    UNVERIFIED.verifiedBy(PodPki.trusting(own.chain().getFirst())),
                    pod,
                    BackendTlsFailure.EXPIRED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void showsItsCertificateToAPodThatAsks(String protocol) throws IOException {
        Certificate gateway = PKI.issue("gateway.test");
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), demanding(protocol))) {
            succeeds(VERIFIED.showing(gateway), pod);

            assertThat(pod.clients()).containsExactly(gateway.chain().getFirst());
        }
    }

    @Test
    void showsACertificateOfRsa() throws IOException {
        Certificate gateway = PKI.issueRsa("gateway.test");
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), demanding("TLSv1.3"))) {
            succeeds(VERIFIED.showing(gateway), pod);

            assertThat(pod.clients()).containsExactly(gateway.chain().getFirst());
        }
    }

    private static Consumer<SSLParameters> demanding(String protocol) {
        return parameters -> {
            parameters.setProtocols(new String[] {protocol});
            parameters.setNeedClientAuth(true);
        };
    }

    @Test
    void isRefusedByAPodThatWantsACertificate() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), demanding("TLSv1.2"))) {
            fails(VERIFIED, pod, BackendTlsFailure.REFUSED);
        }
    }

    /// In TLS 1.3 the pod says so only after we have sent our last message.
    @Test
    void hearsThatAPodWantsACertificateLater() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), demanding("TLSv1.3"))) {
            Channel channel = connect(VERIFIED, pod).channel();

            channel.closeFuture().syncUninterruptibly();
            await().until(() -> !thrown.isEmpty());
            assertThat(failures(BackendTlsFailure.REFUSED)).isEqualTo(1);
            assertThat(thrown).noneMatch(RuntimeException.class::isInstance);
        }
    }

    @Test
    void speaksNoVersionThatIsTooOld() throws IOException {
        try (RawPod pod = new RawPod(PROTOCOL_VERSION)) {
            failsAt(
                    connect(VERIFIED, HttpVersion.HTTP_1_1, pod.endpoint()),
                    BackendTlsFailure.PROTOCOL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesOnTheProtocolThatIsAskedFor(HttpVersion version) throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), offering("h2", "http/1.1"))) {
            assertThat(connect(VERIFIED, version, pod.endpoint()).cause()).isNull();
        }
    }

    private static Consumer<SSLParameters> offering(String... protocols) {
        return parameters -> parameters.setApplicationProtocols(protocols);
    }

    @Test
    void refusesAPodThatDoesNotSpeakHttp2() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), offering("http/1.1"))) {
            failsAt(
                    connect(VERIFIED, HttpVersion.HTTP_2, pod.endpoint()),
                    BackendTlsFailure.PROTOCOL);
        }
    }

    @Test
    void refusesAPodThatSaysNothingOfHttp2() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME))) {
            failsAt(
                    connect(VERIFIED, HttpVersion.HTTP_2, pod.endpoint()),
                    BackendTlsFailure.PROTOCOL);
        }
    }

    @Test
    void refusesAPodThatSpeaksHttp2Only() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), offering("h2"))) {
            fails(VERIFIED, pod, BackendTlsFailure.PROTOCOL);
        }
    }

    @Test
    void refusesAPodThatSpeaksInTheClear() throws IOException {
        try (RawPod pod = new RawPod(ascii("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            failsAt(
                    connect(UNVERIFIED, HttpVersion.HTTP_1_1, pod.endpoint()),
                    BackendTlsFailure.PLAINTEXT);
        }
    }

    @Test
    void noticesAPodThatGoesAway() throws IOException {
        try (RawPod pod = new RawPod(new byte[0])) {
            failsAt(
                    connect(UNVERIFIED, HttpVersion.HTTP_1_1, pod.endpoint()),
                    BackendTlsFailure.CLOSED);
        }
    }

    @Test
    void aPodThatIsNotThereIsNoMatterOfTls() throws IOException {
        Endpoint gone;
        try (RawPod pod = new RawPod(new byte[0])) {
            gone = pod.endpoint();
        }

        ChannelFuture connected = connect(UNVERIFIED, HttpVersion.HTTP_1_1, gone);

        assertThat(connected.isSuccess()).isFalse();
        assertThat(Objects.requireNonNull(encrypted).failure()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesSessionsWithTheSamePod(String protocol) throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), only(protocol));
                TlsPod other = new TlsPod(PKI.issue(NAME), only(protocol))) {
            succeeds(VERIFIED, pod);
            int full = pod.shown();
            succeeds(VERIFIED, other);
            succeeds(VERIFIED, pod);
            succeeds(VERIFIED, other);

            assertThat(pod.shown()).as("shown to the first").isEqualTo(full);
            assertThat(other.shown()).as("shown to the second").isEqualTo(full);
        }
    }

    /// Else the name, or the authority, of the second would never be looked at.
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesNoSessionUnderAnotherNameOrTrust(String protocol) throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), only(protocol))) {
            succeeds(VERIFIED, pod);
            fails(
                    new BackendTls("other.shop.svc")
                            .verifiedBy(VERIFIED.authorities().orElseThrow()),
                    pod,
                    BackendTlsFailure.NAME);
            fails(
                    UNVERIFIED.verifiedBy(new PodPki("pods").authorities()),
                    pod,
                    BackendTlsFailure.UNTRUSTED);
        }
    }

    @Test
    void sharesOneContextAmongNamesAndConnections() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME))) {
            succeeds(VERIFIED, pod);
            succeeds(VERIFIED, pod);
            succeeds(UNVERIFIED, pod);
            succeeds(new BackendTls("other.test"), pod);

            assertThat(originator.contexts()).isEqualTo(2);
        }
    }

    /// The connection goes on, though the context that it was made in is let go of.
    @Test
    void forgetsWhatIsNoLongerWantedAndDisturbsNoConnection() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME))) {
            Channel old = connect(VERIFIED, pod).channel();
            talk(old);
            originator.retain(Set.of(UNVERIFIED));

            assertThat(originator.contexts()).isZero();
            talk(old);
            succeeds(VERIFIED, pod);
            old.close().syncUninterruptibly();
        }
    }

    @Test
    void anEndThatWasNotSaidIsAFault() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), _ -> {}, (_, below) -> below.close())) {
            Channel channel = connect(VERIFIED, pod).channel();

            channel.closeFuture().syncUninterruptibly();
            await().until(() -> !thrown.isEmpty());
        }
    }

    @Test
    void anEndThatWasSaidIsNone() throws IOException {
        try (TlsPod pod =
                new TlsPod(
                        PKI.issue(NAME),
                        _ -> {},
                        (socket, _) -> TlsPod.send(socket, "that is all"))) {
            Channel channel = connect(VERIFIED, pod).channel();

            channel.closeFuture().syncUninterruptibly();
            assertThat(String.join("", received)).isEqualTo("that is all");
            assertThat(thrown).isEmpty();
        }
    }

    @Test
    void whoeverRunsOutOfPatienceIsTheReason() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint("127.0.0.1", silent.getLocalPort());
            Channel channel = slowly(endpoint);
            Socket accepted = silent.accept();
            accepted.setSoTimeout(5_000);
            assertThat(accepted.getInputStream().read()).as("of the hello").isEqualTo(22);

            channel.eventLoop()
                    .submit(() -> {
                        Objects.requireNonNull(encrypted).timedOut();
                        channel.close().addListener(_ -> {});
                    })
                    .syncUninterruptibly();

            channel.closeFuture().syncUninterruptibly();
            assertThat(failures(BackendTlsFailure.TIMEOUT)).isEqualTo(1);
            assertThat(failures(BackendTlsFailure.CLOSED)).isZero();
            accepted.close();
        }
    }

    private Channel slowly(Endpoint endpoint) {
        NioSocketChannel channel = new NioSocketChannel();
        channel.pipeline()
                .addLast(originator.newHandler(UNVERIFIED, HttpVersion.HTTP_1_1, endpoint))
                .addLast(new Reader());
        encrypted = EncryptedConnection.of(channel);
        group.register(channel).syncUninterruptibly();
        channel.connect(new InetSocketAddress(endpoint.address(), endpoint.port()))
                .addListener(_ -> {});
        return channel;
    }
}
