package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.PathOddity;
import dev.sekisho.model.http.PathPolicy;
import dev.sekisho.translate.syntax.PathReader;
import dev.sekisho.translate.syntax.Reading;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A path has one form: for requests and rules alike, and whoever reads that form again.
class PathFormPropertyTest {

    private static final int PATHS = 60_000;

    private static final String[] PIECES = {
        "/",
        "/",
        "/",
        ".",
        "..",
        "a",
        "b",
        "%2e",
        "%2E",
        "%61",
        "%2f",
        "%5C",
        "\\",
        ";",
        "%3b",
        "%25",
        "%32",
        "%66",
        "25",
        "2f",
        "%00",
        "%0a",
        "%c3",
        "%a9",
        "%c0",
        "%af",
        "%ff",
        "%e2%82%ac",
        "%",
        "~",
        "%7e",
        "%20",
        "+",
        ":",
        "%F0%9F%98%80",
        "%ed%a0%80",
        "=",
        "%3D",
        "%u0041"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isTheSameForRequestsAndRules(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < PATHS; i++) {
            String raw = path(random);
            PathPolicy policy = policy(random);
            String form = form(raw, policy);
            if (form != null) {
                assertThat(PathReader.read(raw, "Exact", policy))
                        .describedAs("%s under %s", raw, policy)
                        .isEqualTo(Reading.valid(new PathMatch.Exact(form)));
                assertThat(form(form, policy)).describedAs("again: %s", raw).isEqualTo(form);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void hasNothingThatTwoProgramsReadDifferently(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < PATHS; i++) {
            String raw = path(random);
            String form = form(raw, PathPolicy.STRICT);
            if (form != null) {
                assertThat(form)
                        .startsWith("/")
                        .doesNotContain("//", ";", "\\", "%2F", "%5C", "%3B");
                assertThat(form + "/").describedAs(raw).doesNotContain("/./", "/../");
                assertThat(form).doesNotContainPattern("%([01][0-9A-F]|7F)");
                assertThat(form).doesNotContainPattern("%25[0-9A-Fa-f]{2}");
                assertThat(form).doesNotContainPattern("%[0-9A-F]?[a-f]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/..%2fb",
                "/a%2f../b",
                "/a/.%5cb",
                "/a\\..\\b",
                "/a/..;x/b",
                "/a/.;/b",
                "/;x",
                "/a/;/b",
                "/a/%2e%2e%3bx",
                "/%c0%af",
                "/..%c0%af",
                "/%e0%80%af",
                "/%f0%80%80%af"
            })
    void neverHidesDotsWhoeverAllowsIt(String raw) {
        assertThat(form(raw, PathPolicy.allowing(Arrays.asList(PathOddity.values())))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2fb > /a%2Fb", "/a%5cb > /a%5Cb", "/a\\b > /a%5Cb", "/a%00 > /a%00",
                "/a;b=c/../d > /d", "/a%3bb > /a%3Bb", "/a%252fb > /a%252fb", "/a%ff > /a%FF",
                "/http:%2f%2fa/b > /http:%2F%2Fa/b"
            })
    void keepsWhatAHostAllows(String pair) {
        String[] both = pair.split(" > ", 2);

        assertThat(form(both[0], PathPolicy.STRICT)).isNull();
        assertThat(form(both[0], PathPolicy.allowing(List.of(PathOddity.values()))))
                .isEqualTo(both[1]);
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder("/");
        for (int pieces = random.nextInt(9); pieces > 0; pieces--) {
            path.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return path.toString();
    }

    private static PathPolicy policy(Random random) {
        int mask = random.nextInt(1 << PathOddity.values().length);
        return PathPolicy.allowing(
                Arrays.stream(PathOddity.values())
                        .filter(each -> (mask & each.mask()) != 0)
                        .toList());
    }

    /// The form that routes and that is sent on, or null if the request is refused.
    private static @Nullable String form(String raw, PathPolicy policy) {
        RequestHead head =
                new RequestHead(HeadLimits.DEFAULT, (bytes, start, end) -> policy.mask());
        ByteBuf in =
                Unpooled.copiedBuffer(
                        "GET " + raw + " HTTP/1.1\r\nHost: a\r\n\r\n", StandardCharsets.ISO_8859_1);
        Progress progress = head.parse(in);
        in.release();
        return progress == Progress.COMPLETE
                ? new String(
                        head.bytes(),
                        head.pathStart(),
                        head.pathEnd() - head.pathStart(),
                        StandardCharsets.ISO_8859_1)
                : null;
    }
}
