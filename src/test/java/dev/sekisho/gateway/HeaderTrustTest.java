package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.http1.HeadLimits;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Fields by which a client could pass for another one, or take away what the gateway says.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class HeaderTrustTest {

    private static final String START = "GET / HTTP/1.1\r\nHost: shop.test\r\n";
    private static final String FORGED = "6.6.6.6";

    /// Every field that the gateway writes into the head for a pod.
    static final List<String> SET_BY_US =
            List.of(
                    "X-Real-IP",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Port",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Scheme",
                    "X-Scheme",
                    "X-Request-ID");

    private Gateway gateway;
    private Origin pod;

    @BeforeEach
    void start() throws IOException {
        pod = Origin.saying("hello");
        gateway = new Gateway(Gateway.settings()).serving(pod);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        pod.close();
    }

    private String headOf(String fields) throws IOException {
        return headOf(gateway, fields);
    }

    private String headOf(Gateway by, String fields) throws IOException {
        try (Client client = by.connect()) {
            assertThat(client.send(START + fields + "\r\n").read().status()).isEqualTo(200);
        }
        return pod.lastHead();
    }

    private static long count(String head, String name) {
        return head.toLowerCase(Locale.ROOT)
                .lines()
                .filter(line -> line.startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .count();
    }

    @ParameterizedTest
    @FieldSource("SET_BY_US")
    void cannotBeForgedUnderAnotherName(String name) throws IOException {
        StringBuilder fields = new StringBuilder();
        for (char odd : "!#$%&'*+.^_`|~".toCharArray()) {
            fields.append(name.replace('-', odd)).append(": ").append(FORGED).append("\r\n");
            String last = name.substring(0, name.lastIndexOf('-'));
            fields.append(last.toUpperCase(Locale.ROOT))
                    .append(odd)
                    .append(name.substring(last.length() + 1))
                    .append(": " + FORGED + "\r\n");
        }
        String head = headOf(fields.toString());

        assertThat(head).doesNotContain(FORGED);
        assertThat(count(head, name)).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("SET_BY_US")
    void cannotBeTakenAwayByNamingThemInConnection(String name) throws IOException {
        String lower = name.toLowerCase(Locale.ROOT);
        String upper = name.toUpperCase(Locale.ROOT);
        String plain = headOf("");

        String head =
                headOf(
                        "Connection: "
                                + name
                                + ","
                                + lower
                                + "\r\nCONNECTION:close, "
                                + upper
                                + "\r\n");

        assertThat(count(head, name)).isEqualTo(1);
        assertThat(head.lines().count()).isEqualTo(plain.lines().count());
    }

    @ParameterizedTest
    @FieldSource("SET_BY_US")
    void areSetOnceHoweverOftenAClientSendsThem(String name) throws IOException {
        String forged = name.equals("X-Request-ID") ? FORGED + " x" : FORGED;
        String line = name + ": " + forged + "\r\n";
        String head = headOf(line + line.toLowerCase(Locale.ROOT) + line.toUpperCase(Locale.ROOT));

        assertThat(count(head, name)).isEqualTo(1);
        assertThat(head.replaceAll("X-Original-Forwarded-For: .*", "")).doesNotContain(FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "X-Forwarded",
                "X-Forwarded-Prefix",
                "X-Forwarded-User",
                "X-Forwarded-Server",
                "X-Forwarded-Ssl",
                "X-Original-Forwarded-For",
                "X-Original-URL",
                "X-Rewrite-URL",
                "Proxy",
                "Keep-Alive",
                "Proxy-Connection",
                "TE",
                "Upgrade",
                "HTTP2-Settings",
                "X_Unknown",
                "Content_Length",
                "Transfer.Encoding",
                "Ho_st",
                "X_Original_URL",
                "HTTP2.Settings",
                "X`Forwarded`Prefix"
            })
    void ofHopsAndProxiesAreDropped(String name) throws IOException {
        String head = headOf(name + ": " + FORGED + "\r\nX-Kept: yes\r\n");

        assertThat(head).doesNotContain(FORGED).contains("\r\nX-Kept: yes\r\n");
    }

    @Test
    void namedByConnectionAreDroppedInAnyCase() throws IOException {
        String head =
                headOf(
                        "X-One: 1\r\nconnection: x-ONE,,\tX-Two ,cookie\r\nx-tWO: 1\r\n"
                                + "Connection: x.three\r\nX.Three: 1\r\nCookie: a\r\nX-Four: 1\r\n");

        assertThat(head)
                .doesNotContainIgnoringCase("x-one")
                .doesNotContainIgnoringCase("x-two")
                .doesNotContainIgnoringCase("x.three")
                .doesNotContainIgnoringCase("cookie")
                .contains("\r\nX-Four: 1\r\n");
    }

    @Test
    void thatFrameABodyCannotBeTakenAway() throws IOException {
        try (Client client = gateway.connect()) {
            client.send(
                            "POST / HTTP/1.1\r\nHost: shop.test\r\nConnection: content-length, expect,"
                                    + " transfer-encoding, host\r\nContent-Length: 0005\r\n\r\nhello")
                    .read();
        }
        assertThat(pod.lastHead())
                .contains("\r\nHost: shop.test\r\n")
                .contains("\r\nContent-Length: 5\r\n")
                .doesNotContain("0005");
    }

    @Test
    void withUnderscoresPassWhereTheyAreAllowedButNoAlias() throws IOException {
        HeadLimits usual = HeadLimits.DEFAULT;
        HeadLimits kept =
                new HeadLimits(
                        usual.targetBytes(),
                        usual.blockBytes(),
                        usual.fields(),
                        usual.cookies(),
                        usual.responseBytes(),
                        usual.chunkExtensionBytes(),
                        usual.trailerBytes(),
                        usual.trailerFields(),
                        HeadLimits.Underscores.KEPT);
        try (Gateway lax = new Gateway(Gateway.settings().with(kept)).serving(pod)) {
            String head = headOf(lax, "X_Custom: 1\r\nX_Real_IP: " + FORGED + "\r\n");

            assertThat(head).contains("\r\nX_Custom: 1\r\n").doesNotContain(FORGED);
        }
    }

    @Test
    void listedAsTrailersAreDroppedWithTheListIfTheyCannotBeTrailers() throws IOException {
        String post = "POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n";
        try (Client client = gateway.connect()) {
            client.send(post + "Trailer: x-sum, content-length\r\n\r\n0\r\n\r\n").read();
            assertThat(pod.lastHead()).doesNotContain("Trailer:");

            client.send(post + "Trailer: x-sum\r\n\r\n0\r\nX-Sum: 1\r\n\r\n").read();
            assertThat(pod.lastHead()).contains("\r\nTrailer: x-sum\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8, 127.0.0.1",
                "9.9.9.9, 8.8.8.8",
                "8.8.8.8,",
                "x, 8.8.8.8",
                "[::1], 8.8.8.8"
            })
    void ofATrustedProxyNameTheLastHopThatIsNotTrusted(String chain) throws IOException {
        TrustedProxies proxies = TrustedProxies.of(List.of("127.0.0.0/8"));
        try (Gateway trusting = new Gateway(Gateway.settings().trusting(proxies)).serving(pod)) {
            String head = headOf(trusting, "X-Forwarded-For: " + chain + "\r\n");

            assertThat(head)
                    .contains(
                            chain.endsWith(",")
                                    ? "\r\nX-Forwarded-For: 127.0.0.1\r\n"
                                    : "\r\nX-Forwarded-For: 8.8.8.8\r\n");
            assertThat(count(head, "X-Forwarded-For")).isEqualTo(1);
        }
    }

    @Test
    void ofATrustedProxyAreNotTakenAwayByItsClient() throws IOException {
        TrustedProxies proxies = TrustedProxies.of(List.of("127.0.0.0/8"));
        try (Gateway trusting = new Gateway(Gateway.settings().trusting(proxies)).serving(pod)) {
            String head =
                    headOf(
                            trusting,
                            "X-Forwarded-Prefix: /a\r\nForwarded: for=8.8.8.8\r\n"
                                    + "X-Forwarded-Proto: https\r\nConnection: x-forwarded-prefix,"
                                    + " FORWARDED, X-Forwarded-PROTO\r\n");

            assertThat(head)
                    .contains("\r\nX-Forwarded-Prefix: /a\r\n")
                    .contains("\r\nForwarded: for=8.8.8.8\r\n")
                    .contains("\r\nX-Forwarded-Proto: https\r\n");
        }
    }
}
