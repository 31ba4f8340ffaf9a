package dev.sekisho.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.Snapshot;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private final StatsRegistry registry = new StatsRegistry(1);

    @ParameterizedTest
    @CsvSource({
        "shop.example,/,front",
        "SHOP.Example,/,front",
        "shop.example.,/,front",
        "shop.example,/api,api",
        "shop.example,/api/,api",
        "shop.example,/api/v1/items,api",
        "shop.example,/apis,front",
        "shop.example,/api/v1,v1",
        "shop.example,/api/v1/,api",
        "a.shop.example,/x,tenants",
        "A.SHOP.example.,/x,tenants",
        "a.b.shop.example,/x,any",
        ".shop.example,/x,any",
        "[::1],/x,any",
        "127.0.0.1,/x,any",
        "other,/x,any",
        "'',/x,any",
        ".,/x,any",
        "closed.example,/x,-",
        "closed.example,/open,open",
        "empty.example,/,-",
    })
    void findsTheRouteOfHostAndPath(String host, String path, String service) {
        RouteTable table = RouteTable.compile(shop(), registry);

        assertThat(serviceOf(table, host, path)).isEqualTo(service);
    }

    private static Snapshot shop() {
        return new SnapshotDraft()
                .prefix("shop.example", "/", "front")
                .prefix("shop.example", "/api", "api")
                .exact("shop.example", "/api/v1", "v1")
                .prefix("*.shop.example", "/", "tenants")
                .prefix("closed.example", "/open", "open")
                .emptyHost("empty.example")
                .prefix("", "/", "any")
                .snapshot();
    }

    @ParameterizedTest
    @CsvSource({
        "/foo,exact-foo",
        "/foo/,exact-foo-slash",
        "/foo/x,prefix-foo",
        "/foo//,prefix-foo",
        "/foobar,-",
        "/fo,-",
        "/,-",
        "'',-",
        "*,-",
        "/FOO,-",
        "/foo%2fbar,-",
        "/foo;v=1,-",
        "//foo,-",
    })
    void comparesPathsByElement(String path, String service) {
        Snapshot snapshot =
                new SnapshotDraft()
                        .exact("h", "/foo", "exact-foo")
                        .exact("h", "/foo/", "exact-foo-slash")
                        .prefix("h", "/foo", "prefix-foo")
                        .snapshot();

        assertThat(serviceOf(RouteTable.compile(snapshot, registry), "h", path)).isEqualTo(service);
    }

    @Test
    void anExactPathWithATrailingSlashIsForThatPathAlone() {
        Snapshot snapshot = new SnapshotDraft().exact("h", "/foo/", "slash").snapshot();
        RouteTable table = RouteTable.compile(snapshot, registry);

        assertThat(serviceOf(table, "h", "/foo")).isEqualTo("-");
        assertThat(serviceOf(table, "h", "/foo/")).isEqualTo("slash");
    }

    @Test
    void theFirstOfTwoRoutesOfOnePathWins() {
        Snapshot snapshot =
                new SnapshotDraft()
                        .prefix("h", "/a", "older")
                        .prefix("h", "/a", "newer")
                        .snapshot();

        assertThat(serviceOf(RouteTable.compile(snapshot, registry), "h", "/a/b"))
                .isEqualTo("older");
    }

    @Test
    void knowsWhichRequestsItHasNoRouteFor() {
        RouteTable table = RouteTable.compile(shop(), registry);

        assertThat(table.unmatchedStats()).isSameAs(registry.unmatched());
        assertThat(serviceOf(RouteTable.EMPTY, "shop.example", "/")).isEqualTo("-");
    }

    @Test
    void numbersBackendsWithoutGaps() {
        RouteTable table = RouteTable.compile(shop(), registry);

        assertThat(table.backends())
                .extracting(BackendSlot::index)
                .containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void newEndpointsReachRoutesThatWereFoundBefore() {
        SnapshotDraft draft =
                new SnapshotDraft().prefix("h", "/", "web").prefix("h", "/api", "api");
        RouteTable before = RouteTable.compile(draft.snapshot(), registry);
        CompiledRoute route = found(before, "h", "/");
        BackendSlot untouched = slotOf(before, "/api");
        Endpoint pod = new Endpoint("10.0.0.1", 8080);

        RouteTable after = before.withBackends(draft.endpoints("web", pod).snapshot());

        assertThat(find(after, "h", "/")).isSameAs(route);
        assertThat(slotOf(after, "/").backend().endpoints()).containsExactly(pod);
        assertThat(slotOf(after, "/").index()).isEqualTo(1);
        assertThat(after.backends().get(1)).isSameAs(slotOf(before, "/"));
        assertThat(slotOf(after, "/api")).isSameAs(untouched);
    }

    @Test
    void refusesOtherBackendsOnTheShortPath() {
        RouteTable table =
                RouteTable.compile(
                        new SnapshotDraft().prefix("h", "/", "web").snapshot(), registry);
        Snapshot other = new SnapshotDraft().prefix("h", "/", "api").snapshot();
        Snapshot more =
                new SnapshotDraft().prefix("h", "/", "web").prefix("h", "/x", "z").snapshot();

        assertThatThrownBy(() -> table.withBackends(other))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.withBackends(more))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void routesKeepTheirStatsAcrossTables() {
        RouteTable before = RouteTable.compile(shop(), registry);
        RouteTable after = RouteTable.compile(shop(), registry);

        assertThat(found(after, "shop.example", "/api").stats())
                .isSameAs(found(before, "shop.example", "/api").stats());
    }

    @Test
    void aLookUpAllocatesNothing() {
        RouteTable table = RouteTable.compile(shop(), registry);
        byte[] request = "a.shop.example/api/v1/items/17".getBytes(StandardCharsets.US_ASCII);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        lookUp(table, request, 10_000);
        long before = threads.getCurrentThreadAllocatedBytes();

        lookUp(table, request, 100_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private static void lookUp(RouteTable table, byte[] request, int times) {
        for (int i = 0; i < times; i++) {
            if (table.find(request, 0, 14, 14, request.length) == null) {
                throw new AssertionError("no route");
            }
        }
    }

    private static BackendSlot slotOf(RouteTable table, String path) {
        return Objects.requireNonNull(found(table, "h", path).backend());
    }

    private static CompiledRoute found(RouteTable table, String host, String path) {
        return Objects.requireNonNull(find(table, host, path));
    }

    private static String serviceOf(RouteTable table, String host, String path) {
        CompiledRoute route = find(table, host, path);
        return route == null ? "-" : route.route().origin().service();
    }

    static @Nullable CompiledRoute find(RouteTable table, String host, String path) {
        byte[] bytes = ("GET " + path + " " + host + "?").getBytes(StandardCharsets.ISO_8859_1);
        int pathEnd = 4 + path.length();
        return table.find(bytes, pathEnd + 1, pathEnd + 1 + host.length(), 4, pathEnd);
    }
}
