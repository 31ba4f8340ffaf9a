package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.Client.Reply;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyProtocolTest {

    private static final String CLIENT = "PROXY TCP4 192.0.2.1 198.51.100.2 54321 443\r\n";
    private static final String CLIENT_OVER_TLS =
            "0d0a0d0a000d0a515549540a2111"
                    + "0014"
                    + "c0000201c6336402d43101bb"
                    + "20"
                    + "0005"
                    + "0100000000";

    private Origin pod;

    @BeforeEach
    void start() throws IOException {
        pod = Origin.saying("hello");
    }

    @AfterEach
    void stop() throws IOException {
        pod.close();
    }

    private Gateway believing(String network) throws IOException {
        return new Gateway(
                        new SettingsDraft()
                                .announcedBy(TrustedProxies.of(List.of(network)))
                                .build())
                .serving(pod);
    }

    @Test
    void podsHearOfTheClientBehindTheProxy() throws IOException {
        try (Gateway gateway = believing("127.0.0.0/8");
                Client proxy = gateway.connect()) {
            assertThat(proxy.send(CLIENT).get("/").read().body()).isEqualTo("hello");

            assertThat(pod.lastHead())
                    .contains("\r\nX-Real-IP: 192.0.2.1\r\n")
                    .contains("\r\nX-Forwarded-For: 192.0.2.1\r\n")
                    .contains("\r\nX-Forwarded-Port: 443\r\n")
                    .contains("\r\nX-Forwarded-Proto: http\r\n");
            assertThat(proxy.get("/second").read().body()).isEqualTo("hello");
        }
    }

    @Test
    void tlsThatTheProxyHasEndedCounts() throws IOException {
        try (Gateway gateway = believing("127.0.0.1");
                Client proxy = gateway.connect()) {
            byte[] header = ByteBufUtil.decodeHexDump(CLIENT_OVER_TLS);
            proxy.send(new String(header, StandardCharsets.ISO_8859_1)).get("/").read();

            assertThat(pod.lastHead()).contains("\r\nX-Forwarded-Proto: https\r\n");
        }
    }

    @Test
    void aHeaderMayComeInPieces() throws IOException {
        try (Gateway gateway = believing("127.0.0.1");
                Client proxy = gateway.connect()) {
            for (int i = 0; i < CLIENT.length(); i++) {
                proxy.send(CLIENT.substring(i, i + 1));
            }
            assertThat(proxy.get("/").read().body()).isEqualTo("hello");
            assertThat(pod.lastHead()).contains("\r\nX-Real-IP: 192.0.2.1\r\n");
        }
    }

    @Test
    void aHealthCheckOfTheProxySpeaksForItself() throws IOException {
        try (Gateway gateway = believing("127.0.0.1");
                Client proxy = gateway.connect()) {
            assertThat(proxy.send("PROXY UNKNOWN\r\n").get("/").read().body()).isEqualTo("hello");
            assertThat(pod.lastHead()).contains("\r\nX-Real-IP: 127.0.0.1\r\n");
        }
    }

    @Test
    void aProxyThatSaysNothingIsClosedAndCounted() throws IOException {
        try (Gateway gateway = believing("127.0.0.1");
                Client proxy = gateway.connect().get("/")) {
            assertThat(proxy.rest()).isEmpty();
            assertThat(pod.heads()).isEmpty();
            assertThat(gateway.plane().proxyRefusals().count()).isEqualTo(1);
        }
    }

    @Test
    void aHeaderThatDoesNotComeInTimeEndsTheConnection() throws IOException {
        Duration brief = Duration.ofMillis(300);
        Duration patient = Duration.ofSeconds(60);
        ClientTimeouts timeouts =
                new ClientTimeouts(brief, patient, patient, patient, patient, patient);
        ClientSettings clients =
                new ClientSettings(timeouts, 1000, TrustedProxies.NONE, MinimumRates.DEFAULT);
        GatewaySettings settings =
                new SettingsDraft()
                        .with(clients)
                        .announcedBy(TrustedProxies.of(List.of("127.0.0.1")))
                        .build();
        try (Gateway gateway = new Gateway(settings).serving(pod);
                Client silent = gateway.connect();
                Client half = gateway.connect().send(CLIENT.substring(0, 20))) {
            assertThat(silent.rest()).isEmpty();
            assertThat(half.rest()).isEmpty();
            assertThat(pod.heads()).isEmpty();
        }
    }

    @Test
    void aStrangerCannotSpeakForOthers() throws IOException {
        try (Gateway gateway = believing("10.0.0.0/8");
                Client stranger = gateway.connect();
                Client plain = gateway.connect()) {
            Reply refused = stranger.send(CLIENT).get("/").read();
            assertThat(refused.status()).isIn(400, 505);
            assertThat(stranger.rest()).isEmpty();
            assertThat(plain.get("/").read().body()).isEqualTo("hello");
            assertThat(pod.lastHead()).contains("\r\nX-Real-IP: 127.0.0.1\r\n");
        }
    }
}
