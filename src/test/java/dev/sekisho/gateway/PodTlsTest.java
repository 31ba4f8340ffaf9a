package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.PodPki;
import dev.sekisho.gateway.tls.RawPod;
import dev.sekisho.gateway.tls.TlsPod;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.tls.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests to pods over TLS: what a client, the access log and the metrics are told when it is not
/// as it should be. On each engine.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class PodTlsTest extends PodTlsTrial {

    PodTlsTest(EngineChoice engine) throws IOException {
        super(engine);
    }

    @Test
    void aVerifiedPodGetsTheRequest() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME))) {
            serving(VERIFIED, pod.endpoint());

            assertThat(get("/basket").body()).isEqualTo("pod");
            assertThat(pod.requests().getFirst()).startsWith("GET /basket HTTP/1.1\r\n");
            assertThat(pod.serverNames()).containsExactly(NAME);
            assertThat(logLine()).contains("\"status\":200").doesNotContain("\"rule\"");
        }
    }

    @Test
    void aPodOfAnotherAuthorityGetsNothing() throws IOException {
        try (TlsPod pod = new TlsPod(new PodPki("pods").issue(NAME))) {
            isRefused(VERIFIED, pod.endpoint(), "untrusted");
            assertThat(pod.requests()).isEmpty();
        }
    }

    @Test
    void aPodOfAnotherNameGetsNothing() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue("bank.shop.svc"))) {
            isRefused(VERIFIED, pod.endpoint(), "name");
            assertThat(pod.requests()).isEmpty();
        }
    }

    @Test
    void aPodWithAnExpiredCertificateGetsNothing() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issueExpired(NAME))) {
            isRefused(VERIFIED, pod.endpoint(), "expired");
            assertThat(pod.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPodThatDemandsACertificateRefusesWhoHasNone(String protocol) throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), demanding(protocol))) {
            isRefused(VERIFIED, pod.endpoint(), "refused");
            assertThat(pod.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPodThatDemandsACertificateIsShownIt(String protocol) throws IOException {
        Certificate own = PKI.issue("gateway.test");
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), demanding(protocol))) {
            serving(VERIFIED.showing(own), pod.endpoint());

            assertThat(get("/").status()).isEqualTo(200);
            assertThat(pod.clients()).containsExactly(own.chain().getFirst());
        }
    }

    @Test
    void aPodThatSpeaksInTheClearIsAnError() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (RawPod pod = new RawPod(answer.getBytes(StandardCharsets.US_ASCII))) {
            isRefused(UNVERIFIED, pod.endpoint(), "plaintext");
        }
    }

    /// What it is sent is a ClientHello, never a request.
    @Test
    void nothingGoesOutInTheClear() throws IOException {
        try (Origin pod = Origin.saying("in the clear")) {
            serving(UNVERIFIED, pod.endpoint());

            try (Client client = gateway.connect()) {
                client.get("/secret");
                await().until(() -> pod.connections() > 0);
            }
            pod.die();
            assertThat(pod.heads()).isEmpty();
        }
    }

    @Test
    void aPodThatClosesDuringTheHandshakeIsAnError() throws IOException {
        try (RawPod pod = new RawPod(new byte[0])) {
            isRefused(UNVERIFIED, pod.endpoint(), "closed");
        }
    }

    @Test
    void aHandshakeThatStallsEndsWithTheTimeForAConnect() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Endpoint pod = new Endpoint("127.0.0.1", silent.getLocalPort());
            gateway.speaking(BackendProtocol.HTTP.over(UNVERIFIED), IMPATIENT, pod);

            assertThat(get("/").status()).isEqualTo(504);
            assertThat(logLine()).contains("\"rule\":\"BACKEND_TLS_TIMEOUT\"");
            assertThat(failures("timeout")).isEqualTo(1);
            try (Socket given = silent.accept()) {
                given.setSoTimeout(5_000);
                given.getInputStream().readAllBytes();
            }
        }
    }

    @Test
    void noKeyAndNoCertificateIsInTheLog() throws IOException {
        Certificate own = PKI.issue("gateway.test");
        Base64.Encoder base64 = Base64.getEncoder();
        String key = base64.encodeToString(own.key().getEncoded()).substring(40, 80);
        try (TlsPod pod = new TlsPod(PKI.issue("bank.shop.svc"))) {
            isRefused(VERIFIED.showing(own), pod.endpoint(), "name");

            assertThat(logLine()).doesNotContain(key, "BEGIN", "bank.shop.svc");
        }
    }
}
