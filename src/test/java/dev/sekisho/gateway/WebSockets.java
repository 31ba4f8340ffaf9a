package dev.sekisho.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Handshakes of WebSockets as text, and pods that take them.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
final class WebSockets {

    /// The example of RFC 6455 1.3.
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    static final String OFFER =
            "GET /chat?room=1 HTTP/1.1\r\nHost: shop.test\r\n"
                    + "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                    + KEY
                    + "\r\n\r\n";

    static final String AGREED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: "
                    + ACCEPT
                    + "\r\n\r\n";

    private static final Pattern KEY_FIELD =
            Pattern.compile("(?i)\r\nsec-websocket-key: (\\S+)\r\n");

    private WebSockets() {}

    /// Takes every offer, whatever its key, and does with the connection as the script says.
    static Origin agreeing(Origin.Script script) throws IOException {
        return Origin.scripted(talk -> {
            String head = talk.readHead();
            if (head != null) {
                talk.send(agreedTo(head));
                script.serve(talk);
            }
        });
    }

    /// The 101 that answers the key of this head.
    static String agreedTo(@Nullable String head) {
        Matcher key = KEY_FIELD.matcher(Objects.requireNonNull(head));
        assertThat(key.find()).as(head).isTrue();
        return AGREED.replace(ACCEPT, accept(key.group(1)));
    }

    private static String accept(String key) {
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII);
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Takes every offer and sends back whatever comes.
    static Origin echoing() throws IOException {
        return taking(WebSockets::echo);
    }

    /// Takes every offer and does with the connection as the script says.
    static Origin taking(Origin.Script script) throws IOException {
        return Origin.scripted(talk -> {
            if (talk.readHead() != null) {
                talk.send(AGREED);
                script.serve(talk);
            }
        });
    }

    static void echo(Origin.Talk talk) throws IOException {
        byte[] block = new byte[64 << 10];
        for (int n = talk.in().read(block); n >= 0; n = talk.in().read(block)) {
            talk.socket().getOutputStream().write(block, 0, n);
        }
    }

    /// A client whose offer was taken.
    static Client open(Gateway gateway) throws IOException {
        Client client = gateway.connect().send(OFFER);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    static String take(InputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /// What is said comes back.
    static void converse(Client client, String text) throws IOException {
        client.send(text);
        assertThat(take(client.in(), text.length())).isEqualTo(text);
    }
}
