package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a host asks of TLS holds for each request to it, whatever name its connection was made for.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsPolicyTest {

    private static final Certificate SERVED = TestCertificates.ec("*.test");
    private static final TestAuthority OURS = TestAuthority.root("Ours");
    private static final TestAuthority NEXT = TestAuthority.root("Next");
    private static final String AES_256 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    private static final String AES_128 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    private static final Set<Integer> ENDS_OR_ANSWERS =
            Set.of(FrameClient.GOAWAY, FrameClient.PING);
    private static final TlsPolicy NEWEST = new TlsPolicy(TlsVersion.TLS_1_3);

    private final TlsSettings tls;
    private Origin pod;
    private TlsGateway gateway;

    TlsPolicyTest(EngineChoice engine) {
        tls = Engines.settings(engine);
    }

    @BeforeEach
    void start() throws IOException {
        pod = Origin.saying("hello");
        gateway = new TlsGateway(tls).host("shop.test", Passthrough.NONE, Gateway.endpoints(pod));
        handshakes();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        pod.close();
    }

    private void handshakes(TlsHost... hosts) {
        gateway.tls(new TlsTable(List.of(hosts), List.of(SERVED), UnknownSni.SERVE_DEFAULT));
    }

    private void route(String host, TlsPolicy policy) {
        gateway.host(host, policy, Gateway.endpoints(pod));
    }

    private static TlsHost exact(String name, TlsPolicy policy) {
        return new TlsHost(new HostPattern.Exact(name), List.of(SERVED), policy);
    }

    private static TlsHost anyUnderTest(TlsPolicy policy) {
        return new TlsHost(new HostPattern.Wildcard(".test"), List.of(SERVED), policy);
    }

    private static TlsPolicy asking(TestAuthority... authorities) {
        var trusted = List.of(authorities).stream().map(TestAuthority::certificate).toList();
        return TlsPolicy.DEFAULT.with(
                new ClientCertificates(
                        ClientVerification.REQUIRED,
                        trusted,
                        "authorities " + trusted.hashCode(),
                        1,
                        PassedOn.VERDICT));
    }

    private static String request(String host) {
        return "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    private int status(String serverName, String protocol, String host)
            throws IOException, GeneralSecurityException {
        SSLContext client = TlsPod.client(OURS.client("CN=Alice"));
        var socket = TlsPod.connect(client, gateway.https(), serverName, protocol);
        try (Client connected = new Client(socket)) {
            return connected.send(request(host)).read().status();
        }
    }

    private FrameClient http2(SSLContext client, String serverName, String protocol)
            throws IOException {
        var socket = TlsPod.connect(client, gateway.https(), serverName, protocol, "h2");
        return new FrameClient(socket).hello();
    }

    private static int status(FrameClient client, int stream, String host) throws IOException {
        String[] request = FrameClient.request("GET", "/");
        request[7] = host;
        client.headers(stream, FrameClient.END_STREAM, request);
        return client.answer(stream).status();
    }

    @Test
    void aCertificateOfItsOwnDoesNotFreeANameFromTheRuleOfItsRoute() throws Exception {
        TlsPolicy asking = asking(OURS);
        route("*.test", asking);
        handshakes(anyUnderTest(asking), exact("a.test", TlsPolicy.DEFAULT));

        assertThat(status("b.test", "TLSv1.3", "b.test")).isEqualTo(200);
        assertThat(status("a.test", "TLSv1.3", "a.test")).isEqualTo(421);
        assertThat(status("", "TLSv1.3", "a.test")).isEqualTo(421);
        assertThat(status("shop.test", "TLSv1.3", "shop.test")).isEqualTo(200);
    }

    @Test
    void anOlderVersionIsNoneForAHostThatWantsANewerOne() throws Exception {
        route("strict.test", NEWEST);
        handshakes(exact("strict.test", NEWEST));

        assertThat(status("shop.test", "TLSv1.2", "strict.test")).isEqualTo(421);
        assertThat(status("", "TLSv1.2", "strict.test")).isEqualTo(421);
        assertThat(status("shop.test", "TLSv1.2", "shop.test")).isEqualTo(200);
        assertThat(status("strict.test", "TLSv1.3", "strict.test")).isEqualTo(200);
        assertThat(status("shop.test", "TLSv1.3", "STRICT.test.:443")).isEqualTo(200);
    }

    @Test
    void http2WithoutAServerNameIsNoWayAroundIt() throws Exception {
        route("strict.test", NEWEST);
        handshakes(exact("strict.test", NEWEST));

        try (FrameClient client = http2(TlsPod.client(null), "", "TLSv1.2")) {
            assertThat(status(client, 1, "shop.test")).isEqualTo(200);
            assertThat(status(client, 3, "strict.test")).isEqualTo(421);
        }
        try (FrameClient client = http2(TlsPod.client(null), "", "TLSv1.3")) {
            assertThat(status(client, 1, "strict.test")).isEqualTo(200);
        }
    }

    @Test
    void aSuiteThatAHostLeavesOutIsNoneForIt() throws Exception {
        TlsPolicy strong =
                new TlsPolicy(TlsVersion.TLS_1_2, List.of(AES_256), ClientCertificates.NONE);
        TlsPolicy fast =
                new TlsPolicy(TlsVersion.TLS_1_2, List.of(AES_128), ClientCertificates.NONE);
        route("strong.test", strong);
        handshakes(exact("strong.test", strong), exact("shop.test", fast));

        assertThat(status("shop.test", "TLSv1.2", "strong.test")).isEqualTo(421);
        assertThat(status("strong.test", "TLSv1.2", "strong.test")).isEqualTo(200);
        assertThat(status("shop.test", "TLSv1.3", "strong.test")).isEqualTo(200);
    }

    /// The policy of a route that no handshake knows of.
    @Test
    void aHostWhoseHandshakesDoNotAskIsShut() throws Exception {
        route("strict.test", asking(OURS));

        assertThat(status("strict.test", "TLSv1.3", "strict.test")).isEqualTo(421);
        assertThat(pod.heads()).isEmpty();
    }

    @Test
    void withoutTlsThereIsNothingToKeep() throws Exception {
        route("strict.test", NEWEST);
        try (Client client = new Client(gateway.http())) {
            assertThat(client.send(request("strict.test")).read().status()).isEqualTo(200);
        }
    }

    /// Else a client that keeps its connection would never be asked for what is wanted now.
    @Test
    void aConnectionThatNoLongerKeepsThePolicyEnds() throws Exception {
        route("shop.test", asking(OURS));
        handshakes(exact("shop.test", asking(OURS)));
        SSLContext alice = TlsPod.client(OURS.client("CN=Alice"));
        try (Client client =
                        new Client(TlsPod.connect(alice, gateway.https(), "shop.test", "TLSv1.3"));
                FrameClient frames = http2(alice, "shop.test", "TLSv1.3")) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(status(frames, 1, "shop.test")).isEqualTo(200);
            route("shop.test", asking(OURS, NEXT));
            handshakes(exact("shop.test", asking(OURS, NEXT)));

            Reply refused = client.get("/").read();
            assertThat(refused.status()).isEqualTo(421);
            assertThat(refused.has("Connection: close")).isTrue();
            assertThat(client.rest()).isEmpty();
            assertThat(status(frames, 3, "shop.test")).isEqualTo(421);
            assertThat(frames.await(FrameClient.GOAWAY, 0).number()).isZero();
        }
        assertThat(status("shop.test", "TLSv1.3", "shop.test")).isEqualTo(200);
    }

    /// The connection goes on to serve the host that it was made for.
    @Test
    void aRequestForAnotherHostDoesNotEndAConnectionOfHttp2() throws Exception {
        route("strict.test", asking(OURS));
        handshakes(exact("strict.test", asking(OURS)));
        try (FrameClient client = http2(TlsPod.client(null), "shop.test", "TLSv1.3")) {
            assertThat(status(client, 1, "strict.test")).isEqualTo(421);
            assertThat(status(client, 3, "shop.test")).isEqualTo(200);
            client.ping(7);
            assertThat(client.await(frame -> ENDS_OR_ANSWERS.contains(frame.type())).type())
                    .isEqualTo(FrameClient.PING);
        }
    }
}
