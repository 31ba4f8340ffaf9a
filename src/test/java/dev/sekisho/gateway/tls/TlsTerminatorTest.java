package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.TlsVersion;
import dev.sekisho.model.tls.UnknownSni;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsTerminatorTest {

    private static final Certificate SHOP = TestCertificates.ec("shop.example");
    private static final Certificate SHOP_RSA = TestCertificates.rsa("shop.example");
    private static final Certificate TENANTS = TestCertificates.rsa("*.shop.example");
    private static final Certificate DEFAULT = TestCertificates.ec("default.example");

    private final EngineChoice engine;
    private final TlsTerminator terminator;
    private final TlsServer server;
    private final TlsClient client;

    TlsTerminatorTest(EngineChoice engine) {
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
    @CsvSource({
        "shop.example,shop.example",
        "SHOP.example,shop.example",
        "a.shop.example,*.shop.example",
        "a.b.shop.example,default.example",
        "other.example,default.example",
        "'',default.example",
    })
    void servesTheCertificateOfTheServerName(String name, String expected) throws Exception {
        terminator.apply(table(UnknownSni.SERVE_DEFAULT));

        assertThat(commonName(client.certificate(name))).isEqualTo(expected);
    }

    @Test
    void servesItsOwnCertificateWhereThereIsNone() throws Exception {
        X509Certificate certificate = client.certificate("anything.example");

        assertThat(commonName(certificate)).isEqualTo("Sekisho default certificate");
        certificate.verify(certificate.getPublicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void refusesUnknownNamesWhenAskedTo(String protocol) throws Exception {
        terminator.apply(table(UnknownSni.REJECT));

        for (String name : List.of("other.example", "a.b.shop.example", "")) {
            assertThatThrownBy(() -> client.connect(name, only(protocol)))
                    .as(name)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
        }
        assertThat(commonName(client.certificate("shop.example", only(protocol))))
                .isEqualTo("shop.example");
        assertThat(server.handshakes).filteredOn(handshake -> !handshake.isSuccess()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,EC",
        "TLSv1.2,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,RSA",
    })
    void picksTheKeyTypeThatTheCiphersOfTheClientNeed(
            String protocol, String cipher, String keyType) throws Exception {
        terminator.apply(table(UnknownSni.SERVE_DEFAULT));

        X509Certificate certificate =
                client.certificate(
                        "shop.example",
                        parameters -> {
                            parameters.setProtocols(new String[] {protocol});
                            parameters.setCipherSuites(new String[] {cipher});
                        });

        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo(keyType);
    }

    @ParameterizedTest
    @CsvSource({"ecdsa_secp256r1_sha256,EC", "rsa_pss_rsae_sha256,RSA"})
    void picksTheKeyTypeThatTheSignaturesOfTheClientNeed(String scheme, String keyType)
            throws Exception {
        terminator.apply(table(UnknownSni.SERVE_DEFAULT));

        X509Certificate certificate =
                client.certificate(
                        "shop.example",
                        parameters -> {
                            parameters.setProtocols(new String[] {"TLSv1.3"});
                            parameters.setSignatureSchemes(
                                    new String[] {scheme, "rsa_pkcs1_sha256"});
                        });

        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo(keyType);
    }

    @Test
    void aNewTableServesNewConnectionsAndLeavesOpenOnesAlone() throws Exception {
        terminator.apply(table(UnknownSni.SERVE_DEFAULT));
        Certificate renewed = TestCertificates.ec("shop.example");
        try (SSLSocket open = client.connect("shop.example")) {
            assertThat(TlsClient.echo(open, 1)).isEqualTo(1);

            terminator.apply(
                    new TlsTable(
                            List.of(host("shop.example", renewed)), List.of(), UnknownSni.REJECT));

            assertThat(TlsClient.echo(open, 2)).isEqualTo(2);
            assertThat(new TlsClient(server.port()).certificate("shop.example"))
                    .isEqualTo(renewed.chain().getFirst());
            assertThat(TlsClient.echo(open, 3)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void refusesOldProtocols(String protocol) {
        assertThatThrownBy(() -> OldHello.answerTo(server.port(), protocol))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("alert 70");
    }

    @Test
    void refusesOlderThanTheMinimum() {
        TlsSettings strict =
                new TlsSettings(
                        engine,
                        TlsVersion.TLS_1_3,
                        TlsSettings.DEFAULT.sessionTimeout(),
                        10,
                        TlsSettings.DEFAULT.applicationProtocols());
        try (TlsServer other = new TlsServer(new TlsTerminator(strict))) {
            TlsClient toOther = new TlsClient(other.port());

            assertThatThrownBy(() -> toOther.connect("a.example", only("TLSv1.2")))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    @Test
    void refusesCiphersWithoutForwardSecrecyOrAuthentication() {
        terminator.apply(table(UnknownSni.SERVE_DEFAULT));

        for (String cipher :
                List.of(
                        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")) {
            assertThatThrownBy(() ->
                            client.connect(
                                    "shop.example",
                                    parameters -> {
                                        parameters.setProtocols(new String[] {"TLSv1.2"});
                                        parameters.setCipherSuites(new String[] {cipher});
                                    }))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("handshake_failure");
        }
    }

    @Test
    void agreesOnKeysThatAQuantumComputerCannotRecoverWhereTheEngineCan() throws Exception {
        String group = "X25519MLKEM768";
        try (ResumingClient newest = new ResumingClient(server.port(), "TLSv1.3", group)) {
            if (engine == EngineChoice.OPENSSL) {
                assertThat(newest.resumes("shop.example")).isFalse();
            } else {
                assertThatThrownBy(() -> newest.resumes("shop.example"))
                        .hasRootCauseInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void tellsWhichEngineServes() {
        assertThat(terminator.engine()).endsWith(", as asked for");
        assertThat(new TlsTerminator(TlsSettings.DEFAULT).engine())
                .matches("(BoringSSL|OpenSSL .*), as it loads|the JDK, as the library .*: .*");
    }

    @Test
    void agreesOnTheNewestHttp() throws Exception {
        assertThat(protocolFor("http/1.1", "h2")).isEqualTo("h2");
        assertThat(protocolFor("http/1.1")).isEqualTo("http/1.1");
        assertThat(protocolFor("http/1.0")).isEqualTo("http/1.0");
        assertThat(protocolFor()).isEmpty();
        assertThatThrownBy(() -> protocolFor("h3"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("no_application_protocol");
    }

    private String protocolFor(String... offered) throws IOException {
        try (SSLSocket socket =
                client.connect("a", parameters -> parameters.setApplicationProtocols(offered))) {
            return socket.getApplicationProtocol();
        }
    }

    static java.util.function.Consumer<SSLParameters> only(String protocol) {
        return parameters -> parameters.setProtocols(new String[] {protocol});
    }

    static TlsTable table(UnknownSni unknownSni) {
        return new TlsTable(
                List.of(
                        host("shop.example", SHOP, SHOP_RSA),
                        new TlsHost(new HostPattern.Wildcard(".shop.example"), List.of(TENANTS))),
                List.of(DEFAULT),
                unknownSni);
    }

    static TlsHost host(String name, Certificate... certificates) {
        return new TlsHost(new HostPattern.Exact(name), List.of(certificates));
    }

    private static String commonName(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        int start = name.indexOf("CN=") + 3;
        int comma = name.indexOf(',', start);
        return comma < 0 ? name.substring(start) : name.substring(start, comma);
    }
}
