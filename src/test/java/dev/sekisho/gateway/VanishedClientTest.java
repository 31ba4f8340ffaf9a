package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A client that is gone without a word is noticed by the kernel.
@EnabledOnOs(OS.LINUX)
class VanishedClientTest {

    /// Of a connection's line in /proc/net/tcp: nothing is sent again, and a timer is set.
    private static final String KEEPALIVE_TIMER = "02";

    @Test
    void theKernelAsksClientsThatAreSilent() throws IOException {
        try (Gateway gateway = new Gateway(Gateway.settings());
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.ping(1);
            client.await(FrameClient.PING, 0);
            int theirs = client.socket().getLocalPort();
            await().untilAsserted(() ->
                    assertThat(timers(gateway.port(), theirs)).containsExactly(KEEPALIVE_TIMER));
        }
    }

    /// The kind of timer of the gateway's end of a connection.
    private static List<String> timers(int port, int remotePort) throws IOException {
        String local = ":%04X".formatted(port);
        String remote = ":%04X".formatted(remotePort);
        try (Stream<String> tcp = Files.lines(Path.of("/proc/net/tcp"));
                Stream<String> tcp6 = Files.lines(Path.of("/proc/net/tcp6"))) {
            return Stream.concat(tcp, tcp6)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[1].endsWith(local) && fields[2].endsWith(remote))
                    .map(fields -> fields[5].substring(0, 2))
                    .toList();
        }
    }
}
