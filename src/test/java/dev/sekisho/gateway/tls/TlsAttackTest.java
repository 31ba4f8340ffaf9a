package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.TlsVersion;
import dev.sekisho.model.tls.UnknownSni;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients that mean no handshake.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsAttackTest {

    private static final Certificate SHOP = TestCertificates.ec("shop.example");

    private static final Certificate OTHER = TestCertificates.ec("other.example");

    private final TlsTerminator terminator;
    private final TlsServer server;

    TlsAttackTest(EngineChoice engine) {
        Engines.settings(engine);
        terminator =
                new TlsTerminator(
                        new TlsSettings(
                                engine,
                                TlsVersion.TLS_1_2,
                                Duration.ofMinutes(1),
                                100,
                                TlsSettings.DEFAULT.applicationProtocols()));
        server = new TlsServer(terminator, Duration.ofMillis(300));
    }

    @AfterEach
    void stop() {
        server.close();
        terminator.close();
    }

    @ParameterizedTest
    @EnumSource
    void closesOnGarbageAndServesTheNext(UnknownSni unknownSni) throws Exception {
        apply(unknownSni);
        for (byte[] garbage : garbage()) {
            assertThat(send(garbage)).doesNotContain("HTTP");
            assertThat(server.handshakes).noneMatch(handshake -> handshake.isSuccess());
        }

        TlsClient honest = new TlsClient(server.port());
        await().ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(honest.certificate("shop.example"))
                                .isEqualTo(SHOP.chain().getFirst()));
    }

    private static List<byte[]> garbage() {
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        byte[] endless = new byte[40_000];
        for (int at = 0; at + 16_389 <= endless.length; at += 16_389) {
            byte[] header = {22, 3, 1, 0x40, 0};
            System.arraycopy(header, 0, endless, at, header.length);
        }
        System.arraycopy(new byte[] {1, (byte) 0xff, (byte) 0xff, (byte) 0xff}, 0, endless, 5, 4);
        byte[] truncatedHello = {22, 3, 1, 0, 9, 1, 0, 0, 5, 3, 3, 0, 0, 0};
        byte[] illegalName = HexFormat.of().parseHex("160301000401000000");
        return List.of(
                "GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                noise,
                endless,
                truncatedHello,
                illegalName,
                new byte[] {(byte) 0x80, 0x2e, 1, 3, 1, 0, 0, 0});
    }

    @ParameterizedTest
    @EnumSource
    void closesWhenTheHandshakeTakesTooLong(UnknownSni unknownSni) throws Exception {
        apply(unknownSni);

        assertThat(send(new byte[0])).isEmpty();
        assertThat(send(new byte[] {22, 3, 1, 1, 0, 1})).isEmpty();
        assertThat(send(Arrays.copyOf(OldHello.of(3), 40))).isEmpty();
        assertThat(server.handshakes).noneMatch(handshake -> handshake.isSuccess());
    }

    @Test
    void refusesAClientHelloOfMoreThan16KiBBeforeItHasArrived() throws Exception {
        apply(UnknownSni.SERVE_DEFAULT);

        send(new byte[] {22, 3, 1, 0, 4, 1, 0, 0x40, 1});

        await().until(() -> !server.handshakes.isEmpty());
        assertThat(server.handshakes.getFirst().cause()).isInstanceOf(TooLongFrameException.class);
    }

    /// Each name comes to the engine, in a hello that no cipher suits.
    @ParameterizedTest
    @EnumSource
    void keepsNothingOfAHundredThousandUnknownNames(UnknownSni unknownSni) throws Exception {
        apply(unknownSni);
        askForUnknownNames(1_000);
        long before = usedHeap();

        withoutTraces(() -> askForUnknownNames(100_000));

        assertThat(usedHeap() - before).isLessThan(4 << 20);
        if (terminator.inUse() instanceof OpenSslEngine openSsl) {
            assertThat(openSsl.contexts().size()).isLessThanOrEqualTo(1);
            var served = openSsl.contexts().borrow(new ServedCertificate(OTHER), TlsPolicy.DEFAULT);
            assertThat(served.refCnt()).as("the table and we, no connection").isEqualTo(2);
            served.release();
        }
    }

    /// Netty would note for every buffer who touched it.
    private static void withoutTraces(Runnable action) {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            action.run();
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private void askForUnknownNames(int count) {
        for (int i = 0; i < count; i++) {
            EmbeddedChannel channel =
                    new EmbeddedChannel(
                            terminator.newHandler(UnpooledByteBufAllocator.DEFAULT, _ -> false),
                            new ChannelInboundHandlerAdapter() {
                                @Override
                                public void exceptionCaught(
                                        ChannelHandlerContext ctx, Throwable cause) {}
                            });
            channel.writeInbound(Unpooled.wrappedBuffer(OldHello.asking("n" + i + ".example")));
            assertThat(channel.isOpen()).isFalse();
            channel.finishAndReleaseAll();
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void showsNoKeyInAnyText() throws Exception {
        apply(UnknownSni.REJECT);
        String key = HexFormat.of().formatHex(SHOP.key().getEncoded()).substring(60, 90);
        send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        await().until(() -> !server.handshakes.isEmpty());

        Stream<String> texts =
                Stream.concat(
                        server.handshakes.stream().map(handshake -> trace(handshake.cause())),
                        Stream.of(
                                TlsTerminatorTest.table(UnknownSni.REJECT).toString(),
                                SHOP.toString()));

        assertThat(texts).noneMatch(text -> text.contains(key) || text.contains("PRIVATE KEY"));
    }

    private static String trace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private void apply(UnknownSni unknownSni) {
        terminator.apply(
                new TlsTable(
                        List.of(TlsTerminatorTest.host("shop.example", SHOP)),
                        List.of(OTHER),
                        unknownSni));
    }

    /// What the server answers until it closes the connection.
    private String send(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(bytes);
            byte[] answer = new byte[1_000];
            int length = 0;
            int count = 0;
            while (count >= 0) {
                length += count;
                count = socket.getInputStream().read(answer, length, answer.length - length);
            }
            return new String(Arrays.copyOf(answer, length), StandardCharsets.ISO_8859_1);
        } catch (SocketException _) {
            return "";
        }
    }
}
