package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.overload.FakeResources;
import dev.sekisho.gateway.overload.OverloadSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Too much of everything: those who are being served do not notice.
class OverloadTest {

    private static final int UNLIMITED = OverloadSettings.UNLIMITED;

    private final FakeResources resources = new FakeResources();
    private final AtomicInteger others = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Client> clients = new ArrayList<>();
    private Origin pod;
    private @Nullable Gateway started;

    @BeforeEach
    void startPod() throws IOException {
        pod =
                Origin.scripted(talk -> {
                    for (String head = talk.readHead(); head != null; head = talk.readHead()) {
                        if (head.startsWith("GET /slow")) {
                            awaitRelease();
                        }
                        talk.send(Origin.ok("hello"));
                    }
                });
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        for (Client client : clients) {
            client.close();
        }
        gateway().close();
        pod.close();
    }

    @Test
    void withoutDescriptorsIdleConnectionsGoAndRequestsAreServed() throws IOException {
        limitDescriptors(40);
        others.set(20);
        Client busy = client().get("/slow");
        await().until(() -> pod.heads().size() == 1);

        for (int i = 0; i < 40; i++) {
            assertThat(client().get("/").read().status()).isEqualTo(200);
        }
        assertThat(open()).isLessThanOrEqualTo(40);
        released.countDown();
        assertThat(busy.read().status()).isEqualTo(200);
        assertThat(metrics().of("sekisho_shed_connections_total", "client")).isPositive();
        assertThat(metrics().of("sekisho_refused_connections_total", "http")).isZero();
    }

    @Test
    void headsThatDoNotEndGoToo() throws IOException {
        limitDescriptors(200);
        List<Client> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slow.add(client().send("GET / HTTP/1.1\r\n"));
        }
        awaitTicks();
        others.set(199 - gateway().plane().admission().countedDescriptors());

        await().until(() -> metrics().of("sekisho_shed_connections_total", "client") >= 4);
        assertThat(slow).allMatch(OverloadTest::isClosed);
    }

    @Test
    void thoseThatWaitedLongestGoFirst() throws IOException {
        limitDescriptors(200);
        List<Client> old = idle(4);
        awaitTicks();
        List<Client> young = idle(4);
        awaitTicks();
        // Four are too many: two clients and two connections to the pod.
        others.set(190 - gateway().plane().admission().countedDescriptors());

        await().until(() -> metrics().of("sekisho_shed_connections_total", "client") >= 2);
        // A young client's request may need a connection to the pod, which would be one too many.
        others.set(0);
        for (Client client : young) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
        }
        assertThat(old).anyMatch(OverloadTest::isClosed);
    }

    @Test
    void noMoreGoThanAreTooMany() throws IOException {
        limitDescriptors(200);
        idle(40);
        awaitTicks();
        others.set(190 - gateway().plane().admission().countedDescriptors());

        await().until(() -> open() <= 186 && !gateway().plane().admission().isPaused());
        awaitTicks();
        assertThat(shed("client") + shed("upstream")).isEqualTo(4);
    }

    private double shed(String side) {
        return metrics().of("sekisho_shed_connections_total", side);
    }

    @Test
    void withoutDescriptorsClientsWaitAndAreServedSoonAfter() throws IOException {
        limitDescriptors(100);
        others.set(100);
        await().until(() -> gateway().plane().admission().isPaused());
        Client waiting = client().get("/");
        others.set(0);

        assertThat(waiting.read().status()).isEqualTo(200);
        assertThat(metrics().of("sekisho_overloads_total", "descriptors")).isOne();
    }

    @Test
    void withoutDescriptorsIdleConnectionsToPodsGoToo() throws IOException {
        limitDescriptors(100);
        idle(1);
        others.set(100);
        await().until(() -> pod.ended() == 1);
        assertThat(metrics().of("sekisho_shed_connections_total", "upstream")).isOne();
    }

    @Test
    void withoutMemoryNewRequestsAreToComeBackAndRunningOnesEnd() throws IOException {
        started = new Gateway(OverloadSettings.DEFAULT, resources).serving(pod);
        Client busy = client().get("/slow");
        await().until(() -> pod.heads().size() == 1);
        Client next = client();
        resources.container(0.96);

        await().until(() -> next.get("/").read().status() == 503);
        Client.Reply refused = next.get("/").read();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.has("Retry-After: 2")).isTrue();
        assertThat(refused.names("Connection")).isFalse();
        released.countDown();
        assertThat(busy.read().status()).isEqualTo(200);
        assertThat(metrics().of("sekisho_overloaded", "memory")).isOne();

        resources.container(0.5);
        await().until(() -> next.get("/").read().status() == 200);
    }

    @Test
    void atTheCapAnIdleConnectionGoesForANewOne() throws IOException {
        capped(new OverloadSettings(2, UNLIMITED, UNLIMITED, UNLIMITED));
        List<Client> two = idle(2);
        assertThat(client().get("/").read().status()).isEqualTo(200);

        await().until(() -> gateway().plane().openConnections() == 2);
        assertThat(two).anyMatch(OverloadTest::isClosed);
        assertThat(metrics().of("sekisho_refused_connections_total", "http")).isZero();
    }

    @Test
    void atTheCapWithoutIdleConnectionsANewOneIsClosedAtOnce() throws IOException {
        capped(new OverloadSettings(UNLIMITED, 2, UNLIMITED, UNLIMITED));
        Client one = client().get("/slow");
        Client two = client().get("/slow");
        await().until(() -> pod.heads().size() == 2);

        assertThat(isClosed(client())).isTrue();
        assertThat(metrics().of("sekisho_refused_connections_total", "http")).isOne();
        released.countDown();
        assertThat(one.read().status()).isEqualTo(200);
        assertThat(two.read().status()).isEqualTo(200);
    }

    private void limitDescriptors(int limit) throws IOException {
        resources.descriptors(limit, this::open);
        started = new Gateway(OverloadSettings.DEFAULT, resources).serving(pod);
    }

    private void capped(OverloadSettings settings) throws IOException {
        started = new Gateway(settings, resources).serving(pod);
    }

    private int open() {
        Gateway now = started;
        int own = now == null ? 0 : now.plane().admission().countedDescriptors();
        return others.get() + own;
    }

    private Client client() throws IOException {
        Client client = gateway().connect();
        clients.add(client);
        return client;
    }

    /// So many clients that have been served.
    private List<Client> idle(int count) throws IOException {
        List<Client> idle = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Client client = client();
            assertThat(client.get("/").read().status()).isEqualTo(200);
            idle.add(client);
        }
        return idle;
    }

    /// Until what rests now is older than what rests later.
    private void awaitTicks() {
        for (GatewayLoop loop : gateway().plane().loops()) {
            long now = ticks(loop);
            await().until(() -> ticks(loop) > now);
        }
    }

    private static long ticks(GatewayLoop loop) {
        return Objects.requireNonNull(
                loop.eventLoop().submit(() -> loop.wheel().now()).syncUninterruptibly().getNow());
    }

    private static boolean isClosed(Client client) {
        try {
            client.socket().setSoTimeout(1000);
            return client.in().read() < 0;
        } catch (IOException _) {
            return true;
        }
    }

    private Gateway gateway() {
        return Objects.requireNonNull(started);
    }

    private Samples metrics() {
        return Samples.of(gateway().plane());
    }
}
