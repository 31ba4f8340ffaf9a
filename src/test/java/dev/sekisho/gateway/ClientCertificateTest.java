package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.Engines;
import dev.sekisho.gateway.tls.TestAuthority;
import dev.sekisho.gateway.tls.TestCertificates;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.ClientCertificates;
import dev.sekisho.model.tls.ClientCertificates.PassedOn;
import dev.sekisho.model.tls.ClientVerification;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.TlsVersion;
import dev.sekisho.model.tls.UnknownSni;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hosts that want to know their clients, on each engine. `shop.test` is the one that asks.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class ClientCertificateTest {

    private static final TestAuthority OURS = TestAuthority.root("Ours");
    private static final TestAuthority THEIRS = TestAuthority.root("Theirs");
    private static final Certificate SERVED = TestCertificates.ec("*.test");
    private static final String ALICE = "CN=Alice\\, A.,O=Us";

    private final TlsSettings tls;
    private Origin pod;
    private TlsGateway gateway;

    ClientCertificateTest(EngineChoice engine) {
        tls = Engines.settings(engine);
    }

    @BeforeEach
    void start() throws IOException {
        pod = Origin.saying("hello");
        gateway = new TlsGateway(tls);
        for (String host : List.of("shop.test", "open.test", "other.test")) {
            gateway.host(host, Passthrough.NONE, Gateway.endpoints(pod));
        }
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        pod.close();
    }

    private static ClientCertificates asking(ClientVerification verification, int depth) {
        return asking(verification, OURS, depth, PassedOn.VERDICT);
    }

    private static ClientCertificates asking(
            ClientVerification verification, TestAuthority authority, int depth, PassedOn passed) {
        List<X509Certificate> authorities = List.of(authority.certificate());
        String name = "authority " + authority.certificate().hashCode();
        return new ClientCertificates(verification, authorities, name, depth, passed);
    }

    private void shopAsks(ClientVerification verification) {
        shopAsks(asking(verification, ClientCertificates.USUAL_DEPTH));
    }

    private void shopAsks(ClientCertificates clients) {
        TlsPolicy policy = TlsPolicy.DEFAULT.with(clients);
        gateway.host("shop.test", policy, Gateway.endpoints(pod));
        List<TlsHost> hosts = new ArrayList<>();
        hosts.add(new TlsHost(new HostPattern.Exact("shop.test"), List.of(SERVED), policy));
        hosts.add(new TlsHost(new HostPattern.Exact("open.test"), List.of(SERVED)));
        gateway.tls(new TlsTable(hosts, List.of(SERVED), UnknownSni.SERVE_DEFAULT));
    }

    /// The answer of the shop to a client that shows this certificate.
    private Reply askedBy(@Nullable Certificate certificate)
            throws IOException, GeneralSecurityException {
        return ask(TlsPod.client(certificate), "shop.test", "TLSv1.3", "shop.test");
    }

    private Reply ask(SSLContext client, String serverName, String protocol, String host)
            throws IOException {
        try (Client connected =
                new Client(TlsPod.connect(client, gateway.https(), serverName, protocol))) {
            return connected.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").read();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatIsKnownIsServedAndPodsAreToldWhoItIs(String protocol) throws Exception {
        shopAsks(ClientVerification.REQUIRED);
        SSLContext alice = TlsPod.client(OURS.client(ALICE));

        assertThat(ask(alice, "shop.test", protocol, "shop.test").body()).isEqualTo("hello");
        assertThat(pod.lastHead())
                .contains("\r\nssl-client-verify: SUCCESS\r\n")
                .contains("\r\nssl-client-subject-dn: O=Us,CN=Alice\\, A.\r\n")
                .contains("\r\nssl-client-issuer-dn: CN=Ours\r\n")
                .doesNotContain("ssl-client-cert");
    }

    @Test
    void whoeverIsNotKnownIsRefused() throws Exception {
        shopAsks(ClientVerification.REQUIRED);

        assertThat(askedBy(null).status()).isEqualTo(400);
        assertThat(askedBy(THEIRS.client(ALICE)).status()).isEqualTo(400);
        assertThat(askedBy(OURS.expiredClient(ALICE)).status()).isEqualTo(400);
        assertThat(askedBy(OURS.server(ALICE)).status()).isEqualTo(400);
        assertThat(askedBy(TestCertificates.ec("self.test")).status()).isEqualTo(400);
        assertThat(pod.heads()).isEmpty();
    }

    @Test
    void whereItIsOptionalABadOneIsRefusedAndNoneIsNot() throws Exception {
        shopAsks(ClientVerification.OPTIONAL);

        assertThat(askedBy(null).status()).isEqualTo(200);
        assertThat(pod.lastHead()).contains("\r\nssl-client-verify: NONE\r\n");
        assertThat(askedBy(OURS.client(ALICE)).status()).isEqualTo(200);
        assertThat(pod.lastHead()).contains("\r\nssl-client-verify: SUCCESS\r\n");
        assertThat(askedBy(THEIRS.client(ALICE)).status()).isEqualTo(400);
        assertThat(pod.heads()).hasSize(2);
    }

    @Test
    void wherePodsJudgeTheyAreToldWhatItIsWorth() throws Exception {
        shopAsks(ClientVerification.UNVERIFIED);

        assertThat(askedBy(THEIRS.client("CN=Eve")).status()).isEqualTo(200);
        assertThat(pod.lastHead())
                .contains("\r\nssl-client-verify: FAILED:unable to verify the certificate\r\n")
                .contains("\r\nssl-client-subject-dn: CN=Eve\r\n");
        askedBy(OURS.expiredClient(ALICE));
        assertThat(pod.lastHead())
                .contains("\r\nssl-client-verify: FAILED:certificate has expired\r\n");
    }

    @Test
    void asManyStandBetweenAsAreAllowed() throws Exception {
        Certificate near = OURS.intermediate("Near").client(ALICE);
        Certificate far = OURS.intermediate("Near").intermediate("Far").client(ALICE);

        shopAsks(asking(ClientVerification.REQUIRED, 1));
        assertThat(askedBy(near).status()).isEqualTo(200);
        assertThat(askedBy(far).status()).isEqualTo(400);
        shopAsks(asking(ClientVerification.REQUIRED, 0));
        assertThat(askedBy(near).status()).isEqualTo(400);
        assertThat(askedBy(OURS.client(ALICE)).status()).isEqualTo(200);
    }

    @Test
    void aCertificateThatIsTrustedItselfVouchesForNoOther() throws Exception {
        Certificate known = OURS.client("CN=Bob");
        TestAuthority bob = TestAuthority.posing(known);
        shopAsks(asking(ClientVerification.REQUIRED, bob, 1, PassedOn.VERDICT));

        assertThat(askedBy(known).status()).isEqualTo(200);
        assertThat(askedBy(bob.client(ALICE)).status()).isEqualTo(400);
        assertThat(askedBy(OURS.client(ALICE)).status()).isEqualTo(400);
    }

    @Test
    void anAuthorityWhoseTimeIsOverVouchesForNobody() throws Exception {
        TestAuthority old = TestAuthority.expiredRoot("Old");
        shopAsks(asking(ClientVerification.REQUIRED, old, 1, PassedOn.VERDICT));

        assertThat(askedBy(old.client(ALICE)).status()).isEqualTo(400);
    }

    @Test
    void podsGetTheCertificateWhereTheyAreToHaveIt() throws Exception {
        Certificate alice = OURS.client(ALICE);
        shopAsks(asking(ClientVerification.REQUIRED, OURS, 1, PassedOn.CERTIFICATE));

        askedBy(alice);
        String head = pod.lastHead();
        int start = head.indexOf("\r\nssl-client-cert: ") + 19;
        String pem =
                URLDecoder.decode(
                        head.substring(start, head.indexOf("\r\n", start)),
                        StandardCharsets.US_ASCII);
        assertThat(
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                pem.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(alice.chain().getFirst());
    }

    /// As OpenSSL writes it, and so nginx.
    @Test
    void anEmailAddressInANameIsReadable() throws Exception {
        shopAsks(ClientVerification.REQUIRED);
        askedBy(OURS.client("O=Us,CN=Alice,E=a@b.test"));

        assertThat(pod.lastHead())
                .contains("\r\nssl-client-subject-dn: emailAddress=a@b.test,CN=Alice,O=Us\r\n");
    }

    /// An issuer could sign any name, but none that ends a line.
    @Test
    void aNameCannotAddALine() throws Exception {
        shopAsks(ClientVerification.UNVERIFIED);
        askedBy(THEIRS.client("CN=Eve\\0D\\0Assl-client-verify: SUCCESS,E=x\\0D\\0A@y\\,"));

        assertThat(pod.lastHead())
                .contains(
                        "\r\nssl-client-subject-dn: emailAddress=x\\0D\\0A@y\\,"
                                + ",CN=Eve\\0D\\0Assl-client-verify: SUCCESS\r\n")
                .doesNotContain("\r\nssl-client-verify: SUCCESS");
    }

    @Test
    void nobodyCanSayThatOfThemselves() throws Exception {
        shopAsks(ClientVerification.OPTIONAL);
        for (String host : List.of("shop.test", "open.test")) {
            try (Client client = new Client(TlsPod.connect(gateway.https(), host))) {
                client.send(
                                "GET / HTTP/1.1\r\nHost: "
                                        + host
                                        + "\r\nSSL-Client-Verify: SUCCESS\r\n"
                                        + "ssl_client_verify: SUCCESS\r\n"
                                        + "ssl-client-subject-dn: CN=Alice\r\n"
                                        + "ssl-client-cert: x\r\n\r\n")
                        .read();
            }
            assertThat(pod.lastHead())
                    .doesNotContainIgnoringCase("verify: SUCCESS", "alice", "-cert");
        }
    }

    @Test
    void aConnectionForAHostThatDoesNotAskIsNoneForOneThatDoes() throws Exception {
        shopAsks(ClientVerification.REQUIRED);

        assertThat(ask("open.test", "shop.test").status()).isEqualTo(421);
        assertThat(ask("unknown.test", "shop.test").status()).isEqualTo(421);
        assertThat(ask("", "shop.test").status()).isEqualTo(421);
        assertThat(ask("", "SHOP.test.").status()).isEqualTo(421);
        assertThat(ask("open.test", "other.test").status()).isEqualTo(200);
        assertThat(pod.heads()).hasSize(1);
    }

    /// A client of its own: the JDK's asks for the name of the session that it resumes.
    private Reply ask(String serverName, String host) throws IOException, GeneralSecurityException {
        return ask(TlsPod.client(OURS.client(ALICE)), serverName, "TLSv1.3", host);
    }

    @Test
    void http2IsNoWayAroundIt() throws Exception {
        shopAsks(ClientVerification.REQUIRED);
        Certificate alice = OURS.client(ALICE);

        assertThat(statusOverHttp2(alice, "shop.test", "shop.test")).isEqualTo(200);
        assertThat(pod.lastHead()).contains("\r\nssl-client-verify: SUCCESS\r\n");
        assertThat(statusOverHttp2(null, "shop.test", "shop.test")).isEqualTo(400);
        assertThat(statusOverHttp2(alice, "open.test", "shop.test")).isEqualTo(421);
        assertThat(statusOverHttp2(alice, "", "shop.test")).isEqualTo(421);
        gateway.host("open.test", Passthrough.PLAIN, Gateway.endpoints(pod));
        assertThat(statusOverHttp2(alice, "other.test", "open.test")).isEqualTo(421);
        assertThat(pod.heads()).hasSize(1);
    }

    private int statusOverHttp2(@Nullable Certificate certificate, String serverName, String host)
            throws IOException, GeneralSecurityException {
        SSLContext client = TlsPod.client(certificate);
        var socket = TlsPod.connect(client, gateway.https(), serverName, "TLSv1.3", "h2");
        try (FrameClient frames = new FrameClient(socket).hello()) {
            String[] request = FrameClient.request("GET", "/");
            request[7] = host;
            frames.headers(1, FrameClient.END_STREAM, request);
            return frames.answer(1).status();
        }
    }

    @Test
    void aConnectionThatIsOpenWhenTheHostBeginsToAskIsNoneForIt() throws Exception {
        shopAsks(ClientCertificates.NONE);
        try (Client client = new Client(TlsPod.connect(gateway.https(), "shop.test"))) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            shopAsks(ClientVerification.OPTIONAL);
            assertThat(client.get("/").read().status()).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionThatIsResumedIsThatOfTheSameClient(String protocol) throws Exception {
        shopAsks(ClientVerification.REQUIRED);
        SSLContext alice = TlsPod.client(OURS.client(ALICE));
        for (int i = 0; i < 4; i++) {
            assertThat(ask(alice, "shop.test", protocol, "shop.test").status()).isEqualTo(200);
            assertThat(pod.lastHead()).contains("O=Us,CN=Alice");
        }
        assertThat(fullHandshakes()).isEqualTo(1);
    }

    /// Neither without having been asked, nor for what another authority has said.
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionIsNotResumedWhereOthersAreAskedFor(String protocol) throws Exception {
        shopAsks(ClientCertificates.NONE);
        SSLContext alice = TlsPod.client(OURS.client(ALICE));
        ask(alice, "shop.test", protocol, "shop.test");
        shopAsks(ClientVerification.REQUIRED);
        assertThat(ask(alice, "shop.test", protocol, "shop.test").status()).isEqualTo(200);
        shopAsks(asking(ClientVerification.REQUIRED, THEIRS, 1, PassedOn.VERDICT));
        assertThat(ask(alice, "shop.test", protocol, "shop.test").status()).isEqualTo(400);
        assertThat(fullHandshakes()).isEqualTo(3);
    }

    private double fullHandshakes() {
        return Samples.of(gateway.terminator()).of("sekisho_tls_full_handshakes_total", "");
    }

    @Test
    void aHostLeavesOutSuitesAndVersions() throws Exception {
        String only = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        TlsPolicy policy =
                new TlsPolicy(
                        TlsVersion.TLS_1_2,
                        List.of(only, "TLS_RSA_WITH_AES_128_CBC_SHA"),
                        ClientCertificates.NONE);
        TlsPolicy newest = new TlsPolicy(TlsVersion.TLS_1_3);
        gateway.tls(
                new TlsTable(
                        List.of(
                                new TlsHost(
                                        new HostPattern.Exact("shop.test"),
                                        List.of(SERVED),
                                        policy),
                                new TlsHost(new HostPattern.Exact("open.test"), List.of(), newest)),
                        List.of(SERVED),
                        UnknownSni.SERVE_DEFAULT));
        SSLContext client = TlsPod.client(null);

        assertThat(suite(client, "shop.test", "TLSv1.2")).isEqualTo(only);
        assertThat(suite(client, "shop.test", "TLSv1.3")).startsWith("TLS_");
        assertThat(suite(client, "open.test", "TLSv1.3")).startsWith("TLS_");
        assertThatThrownBy(() -> suite(client, "open.test", "TLSv1.2"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    private String suite(SSLContext client, String name, String protocol) throws IOException {
        try (var socket = TlsPod.connect(client, gateway.https(), name, protocol)) {
            return socket.getSession().getCipherSuite();
        }
    }
}
