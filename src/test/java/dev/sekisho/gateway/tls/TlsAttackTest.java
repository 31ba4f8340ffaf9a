package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.UnknownSni;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients that mean no handshake.
class TlsAttackTest {

    private static final Certificate SHOP = TestCertificates.ec("shop.example");

    private final TlsTerminator terminator =
            new TlsTerminator(
                    new TlsSettings(
                            TlsVersion.TLS_1_2,
                            Duration.ofMinutes(1),
                            100,
                            TlsSettings.DEFAULT.applicationProtocols()));
    private final TlsServer server = new TlsServer(terminator, Duration.ofMillis(300));

    @AfterEach
    void stop() {
        server.close();
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
                        List.of(),
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
