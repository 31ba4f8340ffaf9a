package dev.sekisho.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.upstream.UpstreamLink.Expected;
import dev.sekisho.gateway.upstream.UpstreamLink.Following;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whether a pod is still there, by a clock that tests move.
class StreamConnectionTest {

    private static final String SETTINGS = "000000040000000000";
    private static final String PING = "000008060000000000000000000a117e5d";
    private static final String PONG = "000008060100000000000000000a117e5d";
    private static final long ANSWER_TICKS = TimerWheel.ticks(Duration.ofSeconds(10));
    private static final long SILENCE_TICKS = TimerWheel.ticks(Duration.ofSeconds(310));

    private final TimerWheel wheel = new TimerWheel();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> heard = new ArrayList<>();
    private final StreamConnection connection = connection();

    private StreamConnection connection() {
        UpstreamPools pools =
                new UpstreamPools(
                        channel.eventLoop(),
                        wheel,
                        UpstreamSettings.DEFAULT,
                        EmbeddedChannel::new,
                        Map.of(),
                        (_, _, _) -> {
                            throw new IllegalStateException("no TLS in this test");
                        },
                        new Ejections(3, System::nanoTime));
        EndpointPool endpoint =
                pools.endpoint(new PodAddress(new Endpoint("10.0.0.1", 80), BackendProtocol.H2C));
        endpoint.retain();
        return new StreamConnection(new StreamPool(pools, endpoint), channel);
    }

    @BeforeEach
    void settle() {
        channel.pipeline().addLast(connection);
        channel.pipeline().fireChannelActive();
        comes(SETTINGS);
        sent();
    }

    @AfterEach
    void stop() {
        channel.finishAndReleaseAll();
    }

    private void comes(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    }

    /// What was sent since the last call.
    private String sent() {
        channel.runPendingTasks();
        StringBuilder hex = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            hex.append(ByteBufUtil.hexDump(out));
            out.release();
        }
        return hex.toString();
    }

    private UpstreamStream request(String name) {
        UpstreamStream stream = connection.stream(new Listener(name));
        ByteBuf block = Unpooled.wrappedBuffer(new byte[] {(byte) 0x82});
        stream.head(block, Following.NOTHING, Expected.BODY);
        stream.flush();
        return stream;
    }

    private void pass(long ticks) {
        for (long i = 0; i < ticks; i++) {
            wheel.tick();
        }
        channel.runPendingTasks();
    }

    @Test
    void aPodThatAnswersNoPingIsGone() {
        UpstreamStream late = request("late");
        request("other");
        late.expectIn(4);
        pass(4);
        assertThat(heard).containsExactly("late timed out");
        late.discard();
        assertThat(sent()).contains(PING);
        assertThat(connection.room()).isZero();

        pass(ANSWER_TICKS - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(heard).containsExactly("late timed out", "other broken");
    }

    @Test
    void aPodThatAnswersAPingIsAskedForMore() {
        UpstreamStream late = request("late");
        request("other");
        late.expectIn(4);
        pass(4);
        comes(PONG);
        assertThat(connection.room()).isPositive();

        pass(ANSWER_TICKS);
        assertThat(channel.isOpen()).isTrue();
        assertThat(heard).containsExactly("late timed out");
    }

    @Test
    void aPodThatIsSilentWhileAStreamIsOpenIsAsked() {
        request("quiet");
        assertThat(sent()).isNotEmpty();
        pass(SILENCE_TICKS - 1);
        assertThat(sent()).isEmpty();
        pass(1);
        assertThat(sent()).isEqualTo(PING);
        pass(ANSWER_TICKS);
        assertThat(heard).containsExactly("quiet broken");
    }

    /// Notes what becomes of its request.
    private final class Listener implements UpstreamUser {

        private final String name;

        private Listener(String name) {
            this.name = name;
        }

        @Override
        public void upstreamFault(RuntimeException bug) {
            heard.add(name + " failed");
        }

        @Override
        public void upstreamConnected() {
            heard.add(name + " connected");
        }

        @Override
        public void upstreamRefused() {
            heard.add(name + " refused");
        }

        @Override
        public void upstreamConnectTimedOut() {
            heard.add(name + " connected too late");
        }

        @Override
        public void upstreamReceived(ByteBuf in) {
            in.release();
        }

        @Override
        public void upstreamReadComplete() {}

        @Override
        public void upstreamWritabilityChanged() {}

        @Override
        public void upstreamEnded() {
            heard.add(name + " ended");
        }

        @Override
        public void upstreamBroken() {
            heard.add(name + " broken");
        }

        @Override
        public void upstreamTimedOut() {
            heard.add(name + " timed out");
        }
    }
}
