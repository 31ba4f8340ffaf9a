package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.TlsVersion;
import dev.sekisho.model.tls.UnknownSni;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which sessions are resumed, told by whether a certificate was shown again.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsSessionTest {

    private static final Certificate SHOP = TestCertificates.ec("shop.example");
    private static final Certificate MINE = TestCertificates.ec("mine.example");

    private final EngineChoice engine;
    private final TlsTerminator terminator;
    private final TlsServer server;
    private final TlsClient client;

    TlsSessionTest(EngineChoice engine) {
        this.engine = engine;
        terminator = new TlsTerminator(Engines.settings(engine));
        server = new TlsServer(terminator);
        client = new TlsClient(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
        terminator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesUnderTheSameName(String protocol) throws Exception {
        apply(UnknownSni.SERVE_DEFAULT);

        for (int i = 0; i < 5; i++) {
            talk("shop.example", protocol);
        }

        assertThat(fullHandshakes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesWhereUnknownNamesAreRefused(String protocol) throws Exception {
        apply(UnknownSni.REJECT);

        talk("shop.example", protocol);
        talk("shop.example", protocol);

        assertThat(fullHandshakes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void doesNotResumeUnderAnotherName(String protocol) throws Exception {
        apply(UnknownSni.SERVE_DEFAULT);

        for (var names : List.of(List.of("shop", "mine"), List.of("mine", "shop"))) {
            try (ResumingClient tester = new ResumingClient(server.port(), protocol)) {
                assertThat(tester.resumes(names.getFirst() + ".example")).isFalse();
                assertThat(tester.resumes(names.getFirst() + ".example")).isTrue();
                assertThat(tester.resumes(names.getLast() + ".example")).isFalse();
            }
        }

        assertThat(fullHandshakes()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void doesNotResumeUnderAnotherPolicyEvenWithTheSameCertificate(String protocol)
            throws Exception {
        applyPolicies();

        try (ResumingClient tester = new ResumingClient(server.port(), protocol)) {
            assertThat(tester.resumes("shop.example")).isFalse();
            assertThat(tester.resumes("shop.example")).isTrue();
            if (protocol.equals("TLSv1.3")) {
                assertThat(tester.resumes("strict.example")).isFalse();
            } else {
                assertThatThrownBy(() -> tester.resumes("strict.example"))
                        .hasRootCauseInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void doesNotResumeASessionOfAStricterHostElsewhere() throws Exception {
        applyPolicies();

        try (ResumingClient tester = new ResumingClient(server.port(), "TLSv1.3")) {
            assertThat(tester.resumes("strict.example")).isFalse();
            assertThat(tester.resumes("strict.example")).isTrue();
            assertThat(tester.resumes("shop.example")).isFalse();
        }
    }

    private void applyPolicies() {
        TlsPolicy strict = new TlsPolicy(TlsVersion.TLS_1_3);
        terminator.apply(
                new TlsTable(
                        List.of(
                                TlsTerminatorTest.host("shop.example", SHOP),
                                new TlsHost(
                                        new HostPattern.Exact("strict.example"),
                                        List.of(SHOP),
                                        strict)),
                        List.of(),
                        UnknownSni.SERVE_DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void doesNotResumeWithAnotherCertificate(String protocol) throws Exception {
        apply(UnknownSni.SERVE_DEFAULT);
        talk("shop.example", protocol);
        terminator.apply(
                new TlsTable(
                        List.of(TlsTerminatorTest.host("shop.example", MINE)),
                        List.of(),
                        UnknownSni.SERVE_DEFAULT));

        talk("shop.example", protocol);

        assertThat(fullHandshakes()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesAfterAnUnrelatedChange(String protocol) throws Exception {
        apply(UnknownSni.SERVE_DEFAULT);
        talk("shop.example", protocol);
        terminator.apply(
                new TlsTable(
                        List.of(TlsTerminatorTest.host("shop.example", SHOP)),
                        List.of(),
                        UnknownSni.SERVE_DEFAULT));

        talk("shop.example", protocol);

        assertThat(fullHandshakes()).isEqualTo(1);
    }

    @Test
    void aSessionDoesNotOutliveTheNameWhereUnknownNamesAreRefused() throws Exception {
        apply(UnknownSni.REJECT);
        talk("shop.example", "TLSv1.3");
        terminator.apply(
                new TlsTable(
                        List.of(TlsTerminatorTest.host("mine.example", MINE)),
                        List.of(),
                        UnknownSni.REJECT));

        assertThatThrownBy(() -> talk("shop.example", "TLSv1.3"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("unrecognized_name");
    }

    /// The JDK has keys of its own, which change every hour.
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesForAsLongAsTheKeyOfATicketIsKept(String protocol) throws Exception {
        assumeTrue(engine == EngineChoice.OPENSSL);
        AtomicLong now = new AtomicLong();
        TlsTerminator aging = new TlsTerminator(TlsSettings.DEFAULT.by(engine), "", now::get);
        try (TlsServer other = new TlsServer(aging);
                ResumingClient tester = new ResumingClient(other.port(), protocol)) {
            assertThat(tester.resumes("a.example")).isFalse();
            now.addAndGet(TicketKeys.LIFE.toNanos());
            assertThat(tester.resumes("a.example")).isTrue();
            now.addAndGet(TicketKeys.LIFE.multipliedBy(3).toNanos());
            assertThat(tester.resumes("a.example")).isFalse();
        } finally {
            aging.close();
        }
    }

    @Test
    void doesNotShakeHandsTwiceOnOneConnection() throws Exception {
        apply(UnknownSni.SERVE_DEFAULT);
        try (SSLSocket socket = client.connect("shop.example", TlsTerminatorTest.only("TLSv1.2"))) {
            TlsClient.echo(socket, 1);
            socket.getSession().invalidate();

            assertThatThrownBy(
                            () -> {
                                socket.startHandshake();
                                TlsClient.echo(socket, 2);
                            })
                    .isInstanceOf(IOException.class);
        }
        assertThat(fullHandshakes()).isEqualTo(1);
    }

    private void apply(UnknownSni unknownSni) {
        terminator.apply(
                new TlsTable(
                        List.of(
                                TlsTerminatorTest.host("shop.example", SHOP),
                                TlsTerminatorTest.host("mine.example", MINE)),
                        List.of(),
                        unknownSni));
    }

    private void talk(String name, String protocol) throws IOException {
        SSLSocket socket = client.connect(name, TlsTerminatorTest.only(protocol));
        assertThat(TlsClient.echo(socket, 7)).isEqualTo(7);
        socket.close();
    }

    private double fullHandshakes() {
        double[] value = {-1};
        terminator.collect(
                new SingleMetric("sekisho_tls_full_handshakes_total", v -> value[0] = v));
        return value[0];
    }
}
