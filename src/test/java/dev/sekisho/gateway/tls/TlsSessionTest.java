package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.UnknownSni;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which sessions are resumed, told by whether a certificate was shown again.
class TlsSessionTest {

    private static final Certificate SHOP = TestCertificates.ec("shop.example");
    private static final Certificate MINE = TestCertificates.ec("mine.example");

    private final TlsTerminator terminator = new TlsTerminator(TlsSettings.DEFAULT);
    private final TlsServer server = new TlsServer(terminator);
    private final TlsClient client = new TlsClient(server.port());

    @AfterEach
    void stop() {
        server.close();
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
        talk("shop.example", protocol);
        talk("shop.example", protocol);
        assertThat(fullHandshakes()).isEqualTo(1);

        try (NameChanger proxy = new NameChanger(server.port(), "shop.example", "mine.example")) {
            assertThatThrownBy(() -> talk(client.at(proxy.port()), "shop.example", protocol))
                    .isInstanceOf(IOException.class);
        }

        assertThat(fullHandshakes()).isEqualTo(2);
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
        talk(client, name, protocol);
    }

    private static void talk(TlsClient client, String name, String protocol) throws IOException {
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
