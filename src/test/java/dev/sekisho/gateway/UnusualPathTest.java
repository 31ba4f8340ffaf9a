package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.PathOddity;
import dev.sekisho.model.http.PathPolicy;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.TlsTable;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths that were made to be matched as one thing and to be served as another.
///
/// `/admin` belongs to one pod, everything else to another, which would serve it too.
class UnusualPathTest {

    private static final BackendId OPEN = new BackendId("shop", "open", 80);
    private static final BackendId ADMIN = new BackendId("shop", "admin", 80);

    private Gateway gateway;
    private Origin open;
    private Origin admin;

    @BeforeEach
    void start() throws IOException {
        open = Origin.saying("open");
        admin = Origin.saying("admin");
        gateway = new Gateway(Gateway.settings());
        gateway.plane().apply(snapshot());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        open.close();
        admin.close();
    }

    private Snapshot snapshot() {
        List<Route> routes = List.of(route("/admin", ADMIN), route("/", OPEN));
        PathPolicy slashes = PathPolicy.allowing(List.of(PathOddity.ENCODED_SLASH));
        PathPolicy all = PathPolicy.allowing(List.of(PathOddity.values()));
        TreeMap<BackendId, Backend> backends = new TreeMap<>();
        backends.put(OPEN, new Backend(OPEN, List.of(open.endpoint())));
        backends.put(ADMIN, new Backend(ADMIN, List.of(admin.endpoint())));
        return new Snapshot(
                1,
                List.of(
                        new VirtualHost(new HostPattern.Exact("all.test"), routes, all),
                        new VirtualHost(new HostPattern.Exact("shop.test"), routes),
                        new VirtualHost(new HostPattern.Exact("slash.test"), routes, slashes)),
                backends,
                TlsTable.EMPTY,
                Publication.NONE);
    }

    private static Route route(String prefix, BackendId backend) {
        return new Route(
                new PathMatch.Prefix(prefix),
                new RouteOrigin("shop", "web", "web", "80", prefix),
                List.of(),
                new RouteAction.Forward(backend, ForwardPolicy.DEFAULT));
    }

    private Client.Reply get(String host, String path) throws IOException {
        try (Client client = gateway.connect()) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").read();
        }
    }

    /// Several hundred ways to write `/admin/x`, and to get there from elsewhere.
    private static List<String> spellings() {
        List<String> dots =
                List.of(
                        "..",
                        "%2e%2e",
                        ".%2E",
                        "..;",
                        "..;x=y",
                        "%252e%252e",
                        "%c0%ae%c0%ae",
                        "..%00");
        List<String> slashes =
                List.of("/", "//", "%2f", "%5c", "\\", "%252f", "%c0%af", "/./", "/;/");
        List<String> names =
                List.of(
                        "admin",
                        "%61dmin",
                        "adm%69n",
                        "admin;",
                        "admin%3b",
                        "admin%00",
                        "%2561dmin");
        List<String> all = new ArrayList<>();
        for (String slash : slashes) {
            for (String name : names) {
                all.add("/" + name + slash + "x");
                all.add("/a" + slash + ".." + slash + name + "/x");
                all.add("/." + slash + name + "/x");
            }
            for (String dot : dots) {
                all.add("/a/" + dot + slash + "admin/x");
                all.add("/a" + slash + dot + "/admin/x");
                all.add("/admin/.." + slash + dot + slash + "admin");
            }
        }
        return all;
    }

    @Test
    void noneOfManySpellingsReachesThePodOfTheOthers() throws IOException {
        List<String> spellings = spellings();
        assertThat(spellings).hasSizeGreaterThan(350);
        for (String path : spellings) {
            get("shop.test", path);
        }
        assertThat(open.heads())
                .allSatisfy(head ->
                        assertThat(leniently(target(head)))
                                .describedAs(head)
                                .doesNotStartWith("/admin"));
        assertThat(admin.heads())
                .isNotEmpty()
                .allSatisfy(head -> assertThat(target(head)).matches("/admin(/.*)?"));
    }

    @Test
    void evenWhereEverythingIsAllowedDotsAreNotHidden() throws IOException {
        for (String path : spellings()) {
            get("all.test", path);
        }
        assertThat(open.heads())
                .isNotEmpty()
                .allSatisfy(head -> {
                    String once = target(head).replaceAll("(?i)%2f|%5c", "/");
                    assertThat(once.replaceAll("(;|%3B)[^/]*", "") + "/")
                            .describedAs(head)
                            .doesNotContain("/../", "/./");
                });
    }

    private static String target(String head) {
        return head.split(" ", 3)[1];
    }

    /// The path as the most careless of programs would read it.
    private static String leniently(String path) {
        String read = path;
        for (int i = 0; i < 3; i++) {
            String sound = read.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replace("+", "%2B");
            read = URLDecoder.decode(sound, StandardCharsets.ISO_8859_1);
        }
        read = read.replace('\\', '/').replace("\u00c0\u00af", "/").replace("\u00c0\u00ae", ".");
        int nul = read.indexOf('\0');
        read = (nul < 0 ? read : read.substring(0, nul)).replaceAll(";[^/]*", "");
        ArrayDeque<String> kept = new ArrayDeque<>();
        for (String segment : read.split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        return "/" + String.join("/", kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2Fb", "/a%5Cb", "/a%00b", "/a;b", "/a%3Bb", "/a%252Fb", "/a%FFb"})
    void areServedByTheHostThatAllowsThemAlone(String path) throws IOException {
        assertThat(get("shop.test", path).status()).isEqualTo(400);
        assertThat(get("unknown.test", path).status()).isEqualTo(400);
        assertThat(get("slash.test", path).status()).isEqualTo(path.equals("/a%2Fb") ? 200 : 400);

        assertThat(get("ALL.test:80", path).status()).isEqualTo(200);
        assertThat(target(open.lastHead())).isEqualTo(path);
    }

    @Test
    void leaveTheQueryAlone() throws IOException {
        String query = "?q=a%2fb;c\\d%00%252f/../%zz&r=//";
        get("shop.test", "/a/../b" + query);

        assertThat(target(open.lastHead())).isEqualTo("/b" + query);
    }
}
