package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.Http2Pod.Request;
import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.PodPki;
import dev.sekisho.gateway.tls.TlsPod;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.tls.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pods of HTTP/2 over TLS: the version has to be agreed on by ALPN. On each engine.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class Http2PodTlsTest extends PodTlsTrial {

    Http2PodTlsTest(EngineChoice engine) throws IOException {
        super(engine);
    }

    private static final BackendProtocol H2 = BackendProtocol.H2C.over(VERIFIED);

    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /// A pod of HTTP/2 that agrees on one of these protocols.
    private TlsPod pod(Certificate certificate, String... protocols) {
        return new TlsPod(
                certificate,
                parameters -> parameters.setApplicationProtocols(protocols),
                (socket, _) -> answer(socket));
    }

    private void answer(SSLSocket socket) throws IOException {
        socket.getInputStream().readNBytes(Http2Pod.PREFACE_BYTES);
        FrameClient talk = new FrameClient(socket);
        talk.settings();
        while (true) {
            Request request = Http2Pod.request(talk);
            requests.add(request);
            Http2Pod.say(talk, request.stream(), "hello");
        }
    }

    private void isRefused(TlsPod pod, String reason) throws IOException {
        gateway.speaking(H2, ForwardPolicy.DEFAULT, pod.endpoint());

        assertThat(get("/").status()).isEqualTo(502);
        assertThat(logLine()).contains("\"rule\":\"BACKEND_TLS_" + reason.toUpperCase(Locale.ROOT));
        assertThat(failures(reason)).isPositive();
        assertThat(requests).isEmpty();
    }

    @Test
    void requestsShareAConnection() throws IOException {
        try (TlsPod pod = pod(PKI.issue(NAME), "h2");
                Client client =
                        gateway.speaking(H2, ForwardPolicy.DEFAULT, pod.endpoint()).connect()) {
            for (int i = 0; i < 10; i++) {
                Reply reply = client.get("/" + i).read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("hello");
            }

            assertThat(requests).hasSize(10);
            assertThat(requests.getFirst().field(":scheme")).isEqualTo("https");
            assertThat(requests.getFirst().field(":path")).isEqualTo("/0");
            assertThat(pod.connections()).isEqualTo(1);
            assertThat(pod.serverNames()).containsExactly(NAME);
        }
    }

    @Test
    void aClientOfHttp2IsServedTheSame() throws IOException {
        try (TlsPod pod = pod(PKI.issue(NAME), "h2", "http/1.1")) {
            gateway.speaking(H2, ForwardPolicy.DEFAULT, pod.endpoint());
            try (FrameClient client = FrameClient.connect(gateway.port())) {
                client.get(1, "/");

                assertThat(client.answer(1).body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void aPodThatAgreesOnHttp11Only() throws IOException {
        try (TlsPod pod = pod(PKI.issue(NAME), "http/1.1")) {
            isRefused(pod, "protocol");
        }
    }

    @Test
    void aPodThatAgreesOnNothing() throws IOException {
        try (TlsPod pod = pod(PKI.issue(NAME))) {
            isRefused(pod, "protocol");
        }
    }

    @Test
    void aPodOfAnotherAuthority() throws IOException {
        try (TlsPod pod = pod(new PodPki("pods").issue(NAME), "h2")) {
            isRefused(pod, "untrusted");
        }
    }

    @Test
    void aPodOfAnotherName() throws IOException {
        try (TlsPod pod = pod(PKI.issue("bank.shop.svc"), "h2")) {
            isRefused(pod, "name");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPodThatDemandsACertificate(String protocol) throws IOException {
        try (TlsPod pod =
                new TlsPod(
                        PKI.issue(NAME),
                        demanding(protocol)
                                .andThen(all -> all.setApplicationProtocols(new String[] {"h2"})),
                        (socket, _) -> answer(socket))) {
            isRefused(pod, "refused");
        }
    }

    @Test
    void aHandshakeThatStalls() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Endpoint pod = new Endpoint("127.0.0.1", silent.getLocalPort());
            gateway.speaking(H2, IMPATIENT, pod);

            assertThat(get("/").status()).isEqualTo(504);
            assertThat(logLine()).contains("\"rule\":\"BACKEND_TLS_TIMEOUT\"");
            assertThat(failures("timeout")).isEqualTo(1);
        }
    }
}
