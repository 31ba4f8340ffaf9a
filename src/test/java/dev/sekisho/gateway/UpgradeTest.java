package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Upgrades;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which offers to leave HTTP go on to pods, and which answers are taken for an agreement.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class UpgradeTest {

    private static final ForwardPolicy ANY = ForwardPolicy.DEFAULT.with(Upgrades.ANY);

    private static String offer(String protocol) {
        return "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: upgrade\r\nUpgrade: "
                + protocol
                + "\r\n\r\n";
    }

    private static String without(String part) {
        assertThat(WebSockets.OFFER).contains(part);
        return WebSockets.OFFER.replace(part, "");
    }

    private static void assertIgnored(ForwardPolicy policy, String request) throws IOException {
        try (Origin pod = Origin.saying("as before");
                Gateway gateway =
                        new Gateway(Gateway.settings()).serving(policy, Gateway.endpoints(pod));
                Client client = gateway.connect().send(request)) {
            assertThat(client.read().body()).isEqualTo("as before");
            assertThat(pod.lastHead().toLowerCase(Locale.ROOT))
                    .doesNotContain("\r\nupgrade:")
                    .doesNotContain("\r\nconnection: upgrade");
            assertThat(client.get("/next").read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive, Upgrade\r\n",
                "Sec-WebSocket-Key: " + WebSockets.KEY + "\r\n",
                "ZQ==",
            })
    void anOfferThatIsNotWholeEndsHere(String missing) throws IOException {
        assertIgnored(ForwardPolicy.DEFAULT, without(missing));
    }

    @Test
    void aKeyThatIsNotOfBase64IsNone() throws IOException {
        String odd = WebSockets.OFFER.replace(WebSockets.KEY, "dGhlIHNhbXBsZSBub25j!Q==");
        assertIgnored(ForwardPolicy.DEFAULT, odd);
    }

    @Test
    void twoKeysAreNone() throws IOException {
        String key = "Sec-WebSocket-Key: " + WebSockets.KEY + "\r\n";
        assertIgnored(ForwardPolicy.DEFAULT, WebSockets.OFFER.replace(key, key + key));
    }

    @Test
    void anOfferWithABodyEndsHere() throws IOException {
        String body = "Content-Length: 2\r\n\r\nhi";
        assertIgnored(
                ForwardPolicy.DEFAULT,
                WebSockets.OFFER.substring(0, WebSockets.OFFER.length() - 2) + body);
    }

    @Test
    void onlyGetOpensAWebSocket() throws IOException {
        assertIgnored(ForwardPolicy.DEFAULT, WebSockets.OFFER.replace("GET", "OPTIONS"));
    }

    @Test
    void aSecondUpgradeMakesBothVoid() throws IOException {
        assertIgnored(
                ANY,
                WebSockets.OFFER.replace(
                        "Upgrade: WebSocket", "Upgrade: WebSocket\r\nUpgrade: other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "SPDY/3.1", "h2c", "websocket, tcp"})
    void otherProtocolsEndHereUnlessAllowed(String protocol) throws IOException {
        assertIgnored(ForwardPolicy.DEFAULT, offer(protocol));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "h2", "HTTP/2.0", "tcp, h2c", ""})
    void noOtherHttpIsEverPassedOn(String protocol) throws IOException {
        assertIgnored(ANY, offer(protocol));
    }

    @Test
    void anotherProtocolIsPassedOnWhereThatIsAllowed() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send(
                                    "HTTP/1.1 101 Sure\r\nConnection: Upgrade\r\n"
                                            + "Upgrade: spdy/3.1\r\n\r\n");
                            WebSockets.echo(talk);
                        });
                Gateway gateway =
                        new Gateway(Gateway.settings()).serving(ANY, Gateway.endpoints(pod));
                Client client = gateway.connect().send(offer("SPDY/3.1"))) {
            assertThat(client.readHead())
                    .startsWith("HTTP/1.1 101 ")
                    .containsOnlyOnce("Connection: upgrade\r\n")
                    .containsOnlyOnce("Upgrade: spdy/3.1\r\n");
            assertThat(pod.lastHead())
                    .containsOnlyOnce("Connection: upgrade\r\n")
                    .containsOnlyOnce("Upgrade: SPDY/3.1\r\n");
            WebSockets.converse(client, "anything");
        }
    }

    private static void assertNoAgreement(String request, String answer) throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send(answer + "secret of another protocol");
                            talk.in().read();
                        });
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                Client client = gateway.connect().send(request)) {
            Reply reply = client.read();

            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.head() + reply.body()).doesNotContain("secret");
            assertThat(Samples.of(gateway, "sekisho_tunnels_total")).isZero();
        }
    }

    @Test
    void nobodyAskedForThis101() throws IOException {
        assertNoAgreement("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n", WebSockets.AGREED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket\r\n",
                "Connection: Upgrade\r\n",
                "Sec-WebSocket-Accept: " + WebSockets.ACCEPT + "\r\n"
            })
    void a101WithoutItsPartsIsNoAgreement(String missing) throws IOException {
        assertNoAgreement(WebSockets.OFFER, WebSockets.AGREED.replace(missing, ""));
    }

    @Test
    void a101ForAnotherKeyIsNoAgreement() throws IOException {
        String other =
                WebSockets.AGREED.replace(WebSockets.ACCEPT, "x" + WebSockets.ACCEPT.substring(1));
        assertNoAgreement(WebSockets.OFFER, other);
    }

    @Test
    void a101ToAnotherProtocolIsNoAgreement() throws IOException {
        String other = WebSockets.AGREED.replace("Upgrade: websocket", "Upgrade: h2c");
        assertNoAgreement(WebSockets.OFFER, other);
    }

    @Test
    void aPodMayRefuseAndTheConnectionGoesOn() throws IOException {
        String refusal =
                "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nContent-Length: 4\r\n\r\nolder";
        try (Origin pod = Origin.answering(refusal.substring(0, refusal.length() - 1));
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                Client client = gateway.connect().send(WebSockets.OFFER)) {
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(426);
            assertThat(reply.has("Sec-WebSocket-Version: 13")).isTrue();
            assertThat(client.get("/").read().status()).isEqualTo(426);
        }
    }
}
