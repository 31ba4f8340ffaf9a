package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.Engines;
import dev.sekisho.gateway.tls.TestCertificates;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.UnknownSni;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Handshakes that are whole, but not as most clients make them.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsHandshakeTest {

    private static final Certificate SHOP = TestCertificates.ec("shop.test");
    private static final Certificate OTHER = TestCertificates.ec("other.test");

    private final EngineChoice engine;
    private final TlsSettings tls;
    private Origin pod;
    private TlsGateway gateway;

    TlsHandshakeTest(EngineChoice engine) {
        this.engine = engine;
        tls = Engines.settings(engine);
    }

    @BeforeEach
    void start() throws IOException {
        pod = Origin.saying("hello");
        GatewaySettings settings =
                new SettingsDraft()
                        .ports(ListenSettings.OFF, 0)
                        .announcedBy(TrustedProxies.of(List.of("127.0.0.2")))
                        .build();
        gateway = new TlsGateway(tls, settings);
        gateway.host("shop.test", Passthrough.NONE, Gateway.endpoints(pod));
        serving(SHOP);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        pod.close();
    }

    private void serving(Certificate certificate) {
        TlsHost shop = new TlsHost(new HostPattern.Exact("shop.test"), List.of(certificate));
        gateway.tls(new TlsTable(List.of(shop), List.of(OTHER), UnknownSni.SERVE_DEFAULT));
    }

    private static SSLSocket over(Socket plain, Consumer<SSLParameters> change)
            throws IOException, GeneralSecurityException {
        return TlsPod.over(
                plain,
                TlsPod.client(null),
                parameters -> {
                    parameters.setServerNames(List.of(new SNIHostName("shop.test")));
                    change.accept(parameters);
                });
    }

    private static Consumer<SSLParameters> only(String protocol) {
        return parameters -> parameters.setProtocols(new String[] {protocol});
    }

    private static void isServed(SSLSocket socket, Certificate certificate) throws IOException {
        try (Client client = new Client(socket)) {
            assertThat(socket.getSession().getPeerCertificates()[0])
                    .isEqualTo(certificate.chain().getFirst());
            assertThat(client.get("/").read().body()).isEqualTo("hello");
        }
    }

    private static void byteByByte(byte[] written, OutputStream out) throws IOException {
        for (byte octet : written) {
            out.write(octet);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHelloMayComeByteByByte(String protocol) throws Exception {
        var plain = new RewritingSocket(gateway.https(), TlsHandshakeTest::byteByByte);

        isServed(over(plain, only(protocol)), SHOP);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 200})
    void aHelloMayComeInSeveralRecords(int size) throws Exception {
        var plain =
                new RewritingSocket(
                        gateway.https(), (hello, out) -> out.write(Hello.inPieces(hello, size)));

        isServed(over(plain, only("TLSv1.3")), SHOP);
    }

    @Test
    void aHelloInSeveralRecordsMayComeByteByByte() throws Exception {
        var plain =
                new RewritingSocket(
                        gateway.https(),
                        (hello, out) -> byteByByte(Hello.inPieces(hello, 100), out));

        isServed(over(plain, only("TLSv1.3")), SHOP);
    }

    /// The JDK's server knows every group that its client does, so it never has to ask again.
    @Test
    void aClientIsAskedForAGroupThatBothSidesKnow() throws Exception {
        assumeTrue(engine == EngineChoice.OPENSSL);
        var plain = new RewritingSocket(gateway.https(), (hello, out) -> out.write(hello));
        SSLSocket socket =
                over(
                        plain,
                        parameters -> {
                            parameters.setProtocols(new String[] {"TLSv1.3"});
                            parameters.setNamedGroups(new String[] {"secp521r1", "secp384r1"});
                        });

        isServed(socket, SHOP);
        assertThat(plain.hellos()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateMayBeOfEd25519(String protocol) throws Exception {
        Certificate certificate = TestCertificates.ed25519("shop.test");
        serving(certificate);

        isServed(over(connection(), only(protocol)), certificate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateIsServedWhoseTimeIsOver(String protocol) throws Exception {
        Certificate expired = TestCertificates.expired("shop.test");
        serving(expired);

        isServed(over(connection(), only(protocol)), expired);
    }

    private Socket connection() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), gateway.https());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aProxyMayAnnounceAClientOfHttp2OverTls(String protocol) throws Exception {
        Socket plain =
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        gateway.https(),
                        InetAddress.ofLiteral("127.0.0.2"),
                        0);
        plain.getOutputStream()
                .write(
                        "PROXY TCP4 192.0.2.1 198.51.100.2 54321 443\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        SSLSocket socket =
                over(
                        plain,
                        parameters -> {
                            parameters.setProtocols(new String[] {protocol});
                            parameters.setApplicationProtocols(new String[] {"h2"});
                        });
        try (FrameClient client = new FrameClient(socket).hello()) {
            client.get(1, "/");
            assertThat(client.answer(1).body()).isEqualTo("hello");
        }
        assertThat(pod.lastHead())
                .contains("\r\nX-Real-IP: 192.0.2.1\r\n")
                .contains("\r\nX-Forwarded-Port: 443\r\n")
                .contains("\r\nX-Forwarded-Proto: https\r\n");
    }
}
