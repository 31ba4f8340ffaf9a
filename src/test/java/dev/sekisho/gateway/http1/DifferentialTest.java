package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.http1.Message.End;
import dev.sekisho.gateway.http1.Message.Field;
import dev.sekisho.gateway.http1.Message.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What we accept, others read the same way: as many requests, each with the same method, target,
/// fields and body. They may accept more; what they refuse of it has a reason that is known here.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class DifferentialTest {

    private static final int INPUTS = Integer.getInteger("differential.inputs", 20_000);
    private static final String GET = "GET /a/b?c=d HTTP/1.1\r\nHost: shop.test\r\n";
    private static final String POST = "POST /p HTTP/1.1\r\nHost: shop.test\r\n";

    private static final String EXTENSION =
            "We take chunk extensions off instead of reading them, so their grammar is open.";

    private static final String PORT_ZERO =
            "Port 0 is a number like any other (RFC 3986 3.2.3); no route looks at the port.";

    private static final List<String> SEEDS =
            List.of(
                    GET + "\r\n",
                    GET + "User-Agent: x\r\nAccept: */*\r\nCookie: a=b\r\n\r\n",
                    GET + "Connection: keep-alive, X-A\r\nX-A: b\r\n\r\n",
                    POST + "Content-Length: 4\r\n\r\nbody",
                    POST + "Content-Length: 0\r\n\r\n",
                    POST + "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
                    POST + "Transfer-Encoding: chunked\r\n\r\n1;a=b\r\nb\r\n0\r\nX: y\r\n\r\n",
                    POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
                    "OPTIONS * HTTP/1.1\r\nHost: shop.test\r\n\r\n",
                    "GET http://shop.test/x HTTP/1.1\r\nHost: shop.test\r\n\r\n",
                    "HEAD / HTTP/1.1\r\nHost: [::1]:80\r\nX: \u00e9\r\n\r\n",
                    "GET /old HTTP/1.0\r\nHost: shop.test\r\nConnection: keep-alive\r\n\r\n");

    @Test
    void nettyReadsWhatWeAcceptAsWeDo() {
        compare(
                NettyReader::read,
                List.of(
                        new Known("Invalid chunk extension", EXTENSION),
                        new Known("IndexOutOfBoundsException: bitIndex < 0", EXTENSION)));
    }

    @Test
    void jettyReadsWhatWeAcceptAsWeDo() {
        compare(JettyReader::read, List.of(new Known("Bad HostPort", PORT_ZERO)));
    }

    /// A known refusal: what the other says, and why we accept it all the same.
    private record Known(String saying, String because) {}

    private static void compare(Function<byte[], Reading> other, List<Known> known) {
        Mutator mutator = new Mutator(new Random(20261123), SEEDS);
        TreeMap<String, String> unknown = new TreeMap<>();
        int accepted = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = mutator.next();
            Reading ours = OwnReader.read(bytes, Math.max(1, bytes.length));
            Reading theirs = other.apply(bytes);
            accepted += ours.messages().size();
            compare(bytes, ours, theirs);
            if (theirs.messages().size() < ours.messages().size()) {
                String why = refusal(theirs.end());
                if (known.stream().noneMatch(entry -> why.contains(entry.saying()))) {
                    unknown.put(why, shown(bytes));
                }
            }
        }
        assertThat(unknown).as("refused by the other alone").isEmpty();
        assertThat(accepted).isGreaterThan(INPUTS / 2);
    }

    private static void compare(byte[] bytes, Reading ours, Reading theirs) {
        int both = Math.min(ours.messages().size(), theirs.messages().size());
        for (int i = 0; i < both; i++) {
            assertThat(comparable(theirs.messages().get(i)))
                    .as("request %d of %s", i, shown(bytes))
                    .isEqualTo(comparable(ours.messages().get(i)));
        }
        if (ours.end() instanceof End.Unfinished) {
            assertThat(theirs.messages().size())
                    .as("requests in %s", shown(bytes))
                    .isLessThanOrEqualTo(ours.messages().size());
        }
    }

    /// Readers decode bytes beyond ASCII to text in their own ways; they have the same bytes.
    private static Message comparable(Message message) {
        List<Field> fields =
                message.fields().stream()
                        .map(field -> new Field(field.name(), plain(field.value())))
                        .toList();
        return new Message(message.method(), message.target(), fields, message.body());
    }

    private static String plain(String value) {
        return value.replaceAll("[^\t -~]+", "~");
    }

    private static String refusal(End end) {
        return switch (end) {
            case End.Refused(String reason) -> reason;
            case End.Unfinished _ -> "waits for more";
            case End.Clean _ -> "sees no more";
        };
    }

    private static String shown(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\0", "\\0");
    }
}
