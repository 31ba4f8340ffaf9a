package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is remembered of handshakes, and how connections end, on each engine.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsOriginatorLifeTest extends OriginatorTrial {

    TlsOriginatorLifeTest(EngineChoice engine) {
        super(engine);
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
}
