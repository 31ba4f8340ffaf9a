package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.tls.Certificate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Handshakes with pods of all sorts, on each engine.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsOriginatorTest extends OriginatorTrial {

    TlsOriginatorTest(EngineChoice engine) {
        super(engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void talksToAPodThatProvesItsName(String protocol) throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), only(protocol))) {
            succeeds(VERIFIED, pod);

            assertThat(pod.serverNames()).containsExactly(NAME);
        }
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

    @Test
    void refusesWhatAnAuthorityVouchesForWhoseTimeIsOver() throws IOException {
        PodPki old = PodPki.expired("pods");
        try (TlsPod pod = new TlsPod(old.issue(NAME))) {
            fails(UNVERIFIED.verifiedBy(old.authorities()), pod, BackendTlsFailure.EXPIRED);
        }
    }

    @Test
    void anAuthorityWhoseTimeIsOverIsPassedOverForOthers() throws IOException {
        PodPki old = PodPki.expired("pods");
        try (TlsPod pod = new TlsPod(old.issue(NAME))) {
            fails(
                    UNVERIFIED.verifiedBy(PodPki.trusting(old.root(), PKI.root())),
                    pod,
                    BackendTlsFailure.EXPIRED);
        }
        try (TlsPod pod = new TlsPod(PKI.issue(NAME))) {
            succeeds(UNVERIFIED.verifiedBy(PodPki.trusting(old.root(), PKI.root())), pod);
        }
    }

    @Test
    void refusesWhatACertificateVouchesForThatIsNoAuthority() throws IOException {
        Certificate known = PKI.issue(NAME);
        PodPki posing = PodPki.posing(known);
        try (TlsPod pod = new TlsPod(posing.issue(NAME))) {
            fails(UNVERIFIED.verifiedBy(posing.authorities()), pod, BackendTlsFailure.UNTRUSTED);
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
}
