package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of requests in `src/test/resources/http`: what is refused reaches no pod, what is
/// accepted reaches it in these bytes, and nothing is answered that was not asked.
class WireTest {

    private static final String MARK = "/mark-between-two-cases";

    private static Gateway gateway;
    private static Origin pod;
    private static final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws IOException {
        pod = Origin.scripted(WireTest::record);
        gateway = new Gateway(new SettingsDraft().http2(Http2Mode.TLS).build()).serving(pod);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        pod.close();
    }

    static Stream<WireCase> cases() {
        return WireCase.all();
    }

    /// Keeps every byte that comes, and answers each request at its end.
    private static void record(Origin.Talk talk) throws IOException {
        Recorded in = new Recorded(talk.in());
        while (in.request()) {
            talk.send(Origin.ok("ok"));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAsTheTableSays(WireCase wire) throws IOException {
        String seen;
        try (Client client = gateway.connect()) {
            send(client, wire);
            for (int status : wire.answers()) {
                Reply reply = client.read();
                assertThat(reply.status()).as(reply.head()).isEqualTo(status);
            }
            endOf(client, wire);
            seen = upstream();
        }
        assertThat(seen).isEqualTo(wire.upstream());
    }

    private static void send(Client client, WireCase wire) throws IOException {
        for (int i = 0; i < wire.writes().size(); i++) {
            if (i > 0) {
                await().until(() -> size() > 0);
            }
            client.socket().getOutputStream().write(wire.bytes(i));
        }
    }

    /// A refusal ends the connection from the gateway's side, all else when the client has no more
    /// to say; either way nothing else is answered.
    private static void endOf(Client client, WireCase wire) throws IOException {
        boolean refused = !wire.answers().isEmpty() && wire.answers().getLast() >= 400;
        if (!refused) {
            client.socket().shutdownOutput();
        }
        assertThat(client.rest()).isEmpty();
    }

    /// What the pod has got since the last time; a request of our own shows that no more is coming.
    private static String upstream() throws IOException {
        try (Client marker = gateway.connect()) {
            assertThat(marker.get(MARK).read().status()).isEqualTo(200);
        }
        String all;
        synchronized (received) {
            all = received.toString(StandardCharsets.ISO_8859_1);
            received.reset();
        }
        int mark = all.indexOf("GET " + MARK);
        assertThat(mark).as("the marker in " + all).isNotNegative();
        assertThat(all.indexOf("\r\n\r\n", mark) + 4).as("nothing follows").isEqualTo(all.length());
        return all.substring(0, mark)
                .replaceAll("\r\nX-Request-ID: [0-9a-f]{32}\r\n", "\r\nX-Request-ID: *\r\n")
                .replaceAll("\r\nX-Forwarded-Port: [0-9]+\r\n", "\r\nX-Forwarded-Port: *\r\n");
    }

    private static int size() {
        synchronized (received) {
            return received.size();
        }
    }

    @Test
    void everyCaseHasANameOfItsOwn() {
        Set<String> names = new java.util.HashSet<>();
        assertThat(cases()).allMatch(wire -> names.add(wire.name())).hasSizeGreaterThan(150);
    }

    /// A pod's side of a connection that notes what it reads.
    private record Recorded(InputStream in) {

        /// Reads a request to its end; false at the end of the connection.
        boolean request() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = read();
                if (octet < 0) {
                    return false;
                }
                head.append((char) octet);
            }
            int at = head.indexOf("\r\nContent-Length: ");
            if (at >= 0) {
                String digits = head.substring(at + 18, head.indexOf("\r\n", at + 2));
                return skip(Long.parseLong(digits));
            }
            return head.indexOf("\r\nTransfer-Encoding: chunked") < 0 || chunks();
        }

        private boolean skip(long length) throws IOException {
            for (long i = 0; i < length; i++) {
                if (read() < 0) {
                    return false;
                }
            }
            return true;
        }

        private boolean chunks() throws IOException {
            while (true) {
                String size = line();
                if (size.isEmpty()) {
                    return false;
                }
                int length = Integer.parseInt(size, 16);
                if (length == 0) {
                    break;
                }
                skip(length + 2);
            }
            String trailer = line();
            while (!trailer.isEmpty()) {
                trailer = line();
            }
            return true;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (line.indexOf("\r\n") < 0) {
                int octet = read();
                if (octet < 0) {
                    return "";
                }
                line.append((char) octet);
            }
            return line.substring(0, line.length() - 2);
        }

        private int read() throws IOException {
            int octet = in.read();
            if (octet >= 0) {
                synchronized (received) {
                    received.write(octet);
                }
            }
            return octet;
        }
    }
}
