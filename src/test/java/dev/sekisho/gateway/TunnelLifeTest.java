package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.http.ForwardPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How long tunnels live: through changes, without anything to say, and when service ends.
class TunnelLifeTest {

    private static final int SOCKETS = 2000;
    private static final int CHANGES = 100;
    private static final Duration SHORT = Duration.ofMillis(400);

    private static ForwardPolicy patient(int round) {
        return new ForwardPolicy(
                Duration.ofSeconds(5),
                Duration.ofSeconds(60 + round),
                Duration.ofSeconds(60),
                0,
                1);
    }

    @Test
    void noChangeOfConfigurationEndsOne() throws IOException {
        try (Origin pod = WebSockets.echoing();
                Origin other = WebSockets.echoing();
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod)) {
            List<Client> clients = new ArrayList<>();
            try {
                for (int i = 0; i < SOCKETS; i++) {
                    clients.add(WebSockets.open(gateway));
                }
                for (int round = 0; round < CHANGES; round++) {
                    gateway.serving(
                            patient(round), Gateway.endpoints(round % 2 == 0 ? other : pod));
                    WebSockets.converse(clients.get(round), "still here");
                }
                gateway.serving(patient(0), List.of());
                for (Client client : clients) {
                    WebSockets.converse(client, "and now");
                }
                assertThat(Samples.of(gateway, "sekisho_tunnels_open")).isEqualTo(SOCKETS);
                assertThat(pod.ended()).isZero();
            } finally {
                for (Client client : clients) {
                    client.close();
                }
            }
            await().until(() -> Samples.of(gateway, "sekisho_tunnels_open") == 0);
        }
    }

    @Test
    void oneInWhichNobodySpeaksEnds() throws IOException {
        ForwardPolicy policy = new ForwardPolicy(SHORT, SHORT, SHORT, 1, 0);
        try (Origin pod = WebSockets.echoing();
                Gateway gateway =
                        new Gateway(Gateway.settings()).serving(policy, Gateway.endpoints(pod));
                Client client = WebSockets.open(gateway)) {
            long begun = System.nanoTime();
            assertThat(client.rest()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThan(SHORT.dividedBy(2));
            assertThat(Samples.of(gateway, "sekisho_tunnels_ended_total{idle}")).isEqualTo(1);
            await().until(() -> pod.ended() == 1);
        }
    }

    /// RFC 6455 7.4.1: 1001 says that the server goes away.
    @Test
    void bothSidesHearWhenServiceEnds() throws IOException {
        GatewaySettings settings = new SettingsDraft().drainingAfter(Duration.ZERO).build();
        List<String> heard = new ArrayList<>();
        try (Origin pod =
                        WebSockets.taking(talk -> {
                            String last = WebSockets.take(talk.in(), 1 << 20);
                            synchronized (heard) {
                                heard.add(last);
                            }
                        });
                Gateway gateway = new Gateway(settings).serving(pod);
                Client client = WebSockets.open(gateway)) {
            var drained = gateway.plane().drain(Duration.ofMillis(300)).toCompletableFuture();

            assertThat(client.rest()).isEqualTo(text(0x88, 2, 3, 0xe9));
            await().until(drained::isDone);
            await().until(() -> pod.ended() == 1);
            synchronized (heard) {
                assertThat(heard).containsExactly(text(0x88, 0x82, 0, 0, 0, 0, 3, 0xe9));
            }
            assertThat(Samples.of(gateway, "sekisho_tunnels_ended_total{shutdown}")).isEqualTo(1);
        }
    }

    /// A balancer may not know yet that others are to have its clients.
    @Test
    void oneThatIsOfferedInTheBeginningOfADrainIsTaken() throws IOException {
        GatewaySettings settings = new SettingsDraft().drainingAfter(Duration.ofHours(1)).build();
        try (Origin pod = WebSockets.echoing();
                Gateway gateway = new Gateway(settings).serving(pod)) {
            gateway.plane().drain(Duration.ofHours(1));
            await().until(() -> gateway.plane().isDraining());
            try (Client client = WebSockets.open(gateway)) {
                WebSockets.converse(client, "still here");
            }
        }
    }

    @Test
    void aFrameThatIsNotWholeIsNotBrokenIntoByAGoodbye() throws IOException {
        GatewaySettings settings = new SettingsDraft().drainingAfter(Duration.ZERO).build();
        String half = text(0x81, 100, 'x', 'x');
        try (Origin pod =
                        WebSockets.taking(talk -> {
                            talk.send(half);
                            talk.in().read();
                        });
                Gateway gateway = new Gateway(settings).serving(pod);
                Client client = WebSockets.open(gateway)) {
            assertThat(WebSockets.take(client.in(), half.length())).isEqualTo(half);
            gateway.plane().drain(Duration.ofMillis(100));

            assertThat(client.rest()).isEmpty();
        }
    }

    private static String text(int... octets) {
        StringBuilder text = new StringBuilder();
        IntStream.of(octets).forEach(octet -> text.append((char) octet));
        return text.toString();
    }
}
