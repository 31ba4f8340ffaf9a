package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.Engines;
import dev.sekisho.gateway.tls.PodPki;
import dev.sekisho.gateway.tls.TlsOriginator;
import dev.sekisho.gateway.tls.TlsPod;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.ForwardPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;

/// A gateway that speaks TLS with pods by one engine, its access log and its metrics.
abstract class PodTlsTrial {

    static final String NAME = "web.shop.svc";
    static final PodPki PKI = new PodPki("pods");
    static final BackendTls UNVERIFIED = new BackendTls(NAME);
    static final BackendTls VERIFIED = UNVERIFIED.verifiedBy(PKI.authorities());
    static final ForwardPolicy IMPATIENT =
            new ForwardPolicy(
                    Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofSeconds(60), 1, 0);
    static final String POST =
            "POST /orders HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5\r\n\r\norder";

    private final KeptLog log = new KeptLog();
    final TlsOriginator originator;
    final Gateway gateway;

    PodTlsTrial(EngineChoice engine) throws IOException {
        Engines.settings(engine);
        originator = new TlsOriginator(engine);
        gateway = new Gateway(Gateway.settings(), log.log(), originator);
    }

    @AfterEach
    void stop() {
        gateway.close();
        originator.close();
        log.close();
    }

    Gateway serving(BackendTls tls, Endpoint... pods) {
        return gateway.speaking(BackendProtocol.HTTP.over(tls), ForwardPolicy.DEFAULT, pods);
    }

    Reply get(String path) throws IOException {
        try (Client client = gateway.connect()) {
            return client.get(path).read();
        }
    }

    String logLine() {
        return log.awaitLine();
    }

    double failures(String reason) {
        return Samples.of(originator).of("sekisho_upstream_tls_failures_total", reason);
    }

    void isRefused(BackendTls tls, Endpoint pod, String reason) throws IOException {
        serving(tls, pod);

        assertThat(get("/").status()).isEqualTo(502);
        assertThat(logLine())
                .contains(
                        "\"status\":502",
                        "\"rule\":\"BACKEND_TLS_" + reason.toUpperCase(Locale.ROOT) + "\"");
        assertThat(failures(reason)).isPositive();
    }

    static Consumer<SSLParameters> demanding(String protocol) {
        return parameters -> {
            parameters.setProtocols(new String[] {protocol});
            parameters.setNeedClientAuth(true);
        };
    }

    static void echo(SSLSocket socket) throws IOException {
        String head = TlsPod.head(socket.getInputStream());
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
        int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
        TlsPod.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
        byte[] piece = new byte[8_000];
        for (int left = length; left > 0; ) {
            int count = socket.getInputStream().read(piece, 0, Math.min(left, piece.length));
            socket.getOutputStream().write(piece, 0, count);
            left -= count;
        }
    }
}
