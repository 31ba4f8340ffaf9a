package dev.sekisho.gateway;

import static dev.sekisho.gateway.PassthroughTest.HOST;
import static dev.sekisho.gateway.PassthroughTest.client;
import static dev.sekisho.gateway.PassthroughTest.converse;
import static dev.sekisho.gateway.PassthroughTest.echoing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Passthrough;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// How long connections that are passed through live, and how they end, on each transport. No
/// engine of TLS has a part in it.
@ParameterizedClass
@MethodSource("dev.sekisho.gateway.TunnelTest#transports")
class PassthroughLifeTest {

    private final Supplier<EventLoopGroup> loops;

    PassthroughLifeTest(Supplier<EventLoopGroup> loops) {
        this.loops = loops;
    }

    private TlsGateway gateway() throws IOException {
        return gateway(new SettingsDraft().ports(0, 0).build());
    }

    private TlsGateway gateway(GatewaySettings settings) throws IOException {
        return new TlsGateway(TlsSettings.DEFAULT, settings, loops.get());
    }

    @Test
    void eachSideCanEndAlone() throws IOException {
        byte[] hello = Hello.asking(HOST);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            byte[] all = talk.in().readAllBytes();
                            talk.send("" + all.length);
                        });
                TlsGateway gateway =
                        gateway().host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod));
                Client client = client(gateway, hello)) {
            client.socket().shutdownOutput();
            assertThat(client.rest()).isEqualTo("" + hello.length);
        }
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.socket().shutdownOutput();
                            assertThat(talk.in().readAllBytes()).hasSize(hello.length + 4);
                        });
                TlsGateway gateway =
                        gateway().host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod));
                Client client = client(gateway, hello)) {
            assertThat(client.in().read()).isEqualTo(-1);
            client.send("more");
            client.socket().shutdownOutput();
            await().until(() -> gateway.sample("sekisho_passthrough_ended_total{client}") == 1);
        }
    }

    @Test
    void aClientThatLeavesBeforeAPodIsThereIsLogged() throws IOException {
        try (Dead silent = Dead.silent();
                TlsGateway gateway =
                        gateway().host(HOST, Passthrough.PLAIN, List.of(silent.endpoint()))) {
            Client client = client(gateway, Hello.asking(HOST));
            await().until(() -> gateway.sample("sekisho_upstream_connections{0}") == 1);
            client.reset();
            await().until(() -> gateway.logged().contains("\"status\":499"));
        }
    }

    @Test
    void oneInWhichNothingMovesEnds() throws IOException {
        Duration brief = Duration.ofMillis(400);
        byte[] hello = Hello.asking(HOST);
        try (Origin pod = echoing();
                TlsGateway gateway =
                        gateway()
                                .host(
                                        HOST,
                                        Passthrough.PLAIN,
                                        new ForwardPolicy(brief, brief, brief, 1, 0),
                                        Gateway.endpoints(pod));
                Client client = client(gateway, hello)) {
            assertThat(client.in().readAllBytes()).isEqualTo(hello);
            assertThat(gateway.sample("sekisho_passthrough_ended_total{idle}")).isEqualTo(1);
            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void aPodThatDoesNotReadHoldsTheClientBack() throws Exception {
        byte[] hello = Hello.asking(HOST);
        int all = 32 << 20;
        CountDownLatch reads = new CountDownLatch(1);
        AtomicLong written = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        try (Origin pod =
                        Origin.scripted(talk -> {
                            TunnelTest.awaitQuietly(reads);
                            talk.send("" + talk.in().readNBytes(hello.length + all).length);
                        });
                TlsGateway gateway =
                        gateway().host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod));
                Client client = client(gateway, hello)) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> sendAll(client, all, written));
            TunnelTest.awaitStill(written, seen);
            assertThat(written.get()).isLessThan(all);

            reads.countDown();
            String took = "" + (hello.length + all);
            assertThat(WebSockets.take(client.in(), took.length())).isEqualTo(took);
            sending.join();
        }
    }

    private static void sendAll(Client client, int all, AtomicLong written) {
        byte[] block = new byte[64 << 10];
        try {
            while (written.get() < all) {
                client.socket().getOutputStream().write(block);
                written.addAndGet(block.length);
            }
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    @Test
    void whileNoPodIsThereLittleIsReadFromTheClient() throws IOException {
        int all = 32 << 20;
        AtomicLong written = new AtomicLong();
        Duration brief = Duration.ofSeconds(1);
        try (Dead silent = Dead.silent();
                TlsGateway gateway =
                        gateway()
                                .host(
                                        HOST,
                                        Passthrough.PLAIN,
                                        new ForwardPolicy(brief, brief, brief, 1, 0),
                                        List.of(silent.endpoint()));
                Client client = client(gateway, Hello.asking(HOST))) {
            assertThatThrownBy(() -> sendAll(client, all, written))
                    .hasCauseInstanceOf(IOException.class);
            assertThat(written.get()).isLessThan(all);
        }
    }

    /// After the end of a client's side all is read that came before it, as much as the kernel
    /// holds.
    @Test
    void aClientThatSendsTooMuchBeforeAPodIsThereIsClosed() throws IOException {
        EventLoopGroup group = loops.get();
        try (Dead silent = Dead.silent();
                TlsGateway gateway =
                        new TlsGateway(
                                        TlsSettings.DEFAULT,
                                        new SettingsDraft().ports(0, 0).build(),
                                        group)
                                .host(HOST, Passthrough.PLAIN, List.of(silent.endpoint()));
                Client client = client(gateway, Hello.asking(HOST))) {
            await().until(() -> gateway.sample("sekisho_upstream_connections{0}") == 1);
            group.submit(() -> receive(group, 1 << 20)).syncUninterruptibly();
            assertThat(client.in().read()).isEqualTo(-1);
            await().until(() -> gateway.logged().contains("\"status\":499"));
        }
    }

    /// As if so many bytes more came from the only client.
    private static void receive(EventLoopGroup group, int bytes) {
        SingleThreadEventLoop loop = (SingleThreadEventLoop) group.iterator().next();
        loop.registeredChannelsIterator()
                .forEachRemaining(channel -> {
                    if (channel.pipeline().get(DownstreamConnection.class) != null) {
                        channel.pipeline().fireChannelRead(Unpooled.buffer().writeZero(bytes));
                    }
                });
    }

    @Test
    void noChangeOfConfigurationEndsOne() throws IOException {
        byte[] hello = Hello.asking(HOST);
        Client[] clients = new Client[200];
        List<Passthrough> ways = List.copyOf(EnumSet.allOf(Passthrough.class));
        try (Origin pod = echoing();
                Origin other = echoing();
                TlsGateway gateway =
                        gateway().host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod))) {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = client(gateway, hello);
                clients[i].in().readNBytes(hello.length);
            }
            for (int round = 0; round < 100; round++) {
                gateway.host(
                        HOST,
                        ways.get(round % ways.size()),
                        Gateway.endpoints(round % 2 == 0 ? other : pod));
                converse(clients[round], new byte[] {1, 2, 3});
            }
            gateway.nothing();
            for (Client client : clients) {
                converse(client, new byte[] {4, 5});
            }
            assertThat(gateway.sample("sekisho_passthrough_open")).isEqualTo(clients.length);
            assertThat(pod.ended()).isZero();
            for (Client client : clients) {
                client.close();
            }
            await().until(() -> gateway.sample("sekisho_passthrough_open") == 0);
        }
    }

    @Test
    void drainingLeavesItOpenUntilTheTimeIsOver() throws IOException {
        GatewaySettings settings =
                new SettingsDraft().ports(0, 0).drainingAfter(Duration.ZERO).build();
        byte[] hello = Hello.asking(HOST);
        try (Origin pod = echoing();
                TlsGateway gateway =
                        gateway(settings).host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod));
                Client client = client(gateway, hello)) {
            client.in().readNBytes(hello.length);
            var drained = gateway.plane().drain(Duration.ofSeconds(1)).toCompletableFuture();
            converse(client, new byte[] {1, 2, 3});

            assertThat(client.in().read()).isEqualTo(-1);
            await().until(drained::isDone);
            assertThat(gateway.sample("sekisho_passthrough_ended_total{shutdown}")).isEqualTo(1);
        }
    }
}
