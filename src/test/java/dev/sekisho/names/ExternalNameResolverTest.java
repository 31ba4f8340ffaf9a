package dev.sekisho.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.Demand;
import dev.sekisho.cluster.NameLookup;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What stands in the store about demanded names, over a real DNS server on loopback.
class ExternalNameResolverTest {

    // Seconds of time to live count as they are; everything else is shortened.
    private static final Timing QUICK =
            new Timing(
                    Duration.ofMillis(30),
                    Duration.ofMillis(500),
                    Duration.ofMillis(20),
                    Duration.ofMillis(60),
                    Duration.ofMillis(700),
                    Duration.ofMillis(100));

    private TinyDnsServer dns;
    private ClusterStore store;
    private ExternalNameResolver resolver;

    @BeforeEach
    void start() throws Exception {
        dns = new TinyDnsServer();
        store = new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> {});
        resolver = resolver(QUICK);
    }

    private ExternalNameResolver resolver(Timing timing) {
        var servers = new SequentialDnsServerAddressStreamProvider(dns.address());
        return new ExternalNameResolver(store, () -> servers, timing);
    }

    @AfterEach
    void stop() {
        resolver.close();
        dns.close();
    }

    private void demand(String... names) {
        resolver.demanded(new Demand(Collections.emptySortedSet(), new TreeSet<>(List.of(names))));
    }

    private void awaitLookup(String name, NameLookup expected) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(lookup(name)).isEqualTo(expected));
    }

    private NameLookup lookup(String name) {
        return store.state().name(name);
    }

    private static NameLookup resolved(String... addresses) {
        return new NameLookup.Resolved(List.of(addresses));
    }

    @Test
    void bothKindsOfAddressesAreFoundAndSorted() {
        dns.a("db.example.com", 60, "192.0.2.9", "192.0.2.1");
        dns.aaaa("db.example.com", 60, "2001:db8::1");
        demand("db.example.com");
        awaitLookup("db.example.com", resolved("192.0.2.1", "192.0.2.9", "2001:db8::1"));
    }

    @Test
    void aNameIsAskedForAgainWhenItsTimeToLiveEnds() {
        dns.a("a.example", 0, "192.0.2.1");
        demand("a.example");
        awaitLookup("a.example", resolved("192.0.2.1"));
        dns.a("a.example", 0, "192.0.2.2");
        awaitLookup("a.example", resolved("192.0.2.2"));
    }

    @Test
    void aliasesAreFollowedWithinAnAnswerAndByAskingOn() {
        dns.cnameWithA("one.example", 60, "lb.example", 60, "192.0.2.1");
        dns.cname("two.example", 60, "next.example");
        dns.cname("next.example", 60, "lb.example");
        dns.a("lb.example", 60, "192.0.2.7");
        demand("one.example", "Two.Example");
        // The one.example answer carries its own record of lb.example.
        awaitLookup("one.example", resolved("192.0.2.1"));
        awaitLookup("Two.Example", resolved("192.0.2.7"));
    }

    @Test
    void theShortestTimeToLiveOfAnAliasChainCounts() {
        resolver.close();
        // Anything but the alias' zero would be a wait of a minute.
        resolver =
                resolver(
                        new Timing(
                                QUICK.leastTtl(),
                                Duration.ofSeconds(60),
                                QUICK.firstRetry(),
                                QUICK.lastRetry(),
                                QUICK.stale(),
                                QUICK.queryTimeout()));
        dns.cnameWithA("one.example", 0, "lb.example", 60, "192.0.2.1");
        demand("one.example");
        awaitLookup("one.example", resolved("192.0.2.1"));
        dns.cnameWithA("one.example", 0, "lb.example", 60, "192.0.2.2");
        awaitLookup("one.example", resolved("192.0.2.2"));
    }

    @Test
    void aliasesThatLeadInACircleFail() {
        dns.cname("a.example", 60, "b.example");
        dns.cname("b.example", 60, "a.example");
        demand("a.example");
        awaitLookup("a.example", new NameLookup.Failed("aliases lead in a circle"));
    }

    @Test
    void whatTheDnsDeniesFailsAtOnceAndRecovers() {
        dns.a("a.example", 0, "192.0.2.1");
        demand("a.example", "none.example", "bad name", "x".repeat(64) + ".example");
        awaitLookup("a.example", resolved("192.0.2.1"));
        awaitLookup("none.example", new NameLookup.Failed("no address"));
        dns.code("a.example", DnsResponseCode.NXDOMAIN);
        awaitLookup("a.example", new NameLookup.Failed("NXDOMAIN"));
        dns.a("a.example", 0, "192.0.2.3");
        awaitLookup("a.example", resolved("192.0.2.3"));
    }

    @Test
    void aNameThatIsNoneIsToldApart() {
        var name = "x".repeat(64) + ".example";
        demand(name);
        await().until(() -> lookup(name) instanceof NameLookup.Failed);
    }

    @Test
    void failingServersAreNamed() {
        dns.code("s.example", DnsResponseCode.SERVFAIL);
        dns.code("r.example", DnsResponseCode.REFUSED);
        dns.silent("t.example");
        demand("s.example", "r.example", "t.example");
        awaitLookup("s.example", new NameLookup.Failed("SERVFAIL"));
        awaitLookup("r.example", new NameLookup.Failed("REFUSED"));
        awaitLookup("t.example", new NameLookup.Failed("timeout"));
    }

    @Test
    void theLastAnswerIsKeptForAWhileWhenServersFail() {
        dns.a("a.example", 0, "192.0.2.1");
        demand("a.example");
        awaitLookup("a.example", resolved("192.0.2.1"));
        dns.code("a.example", DnsResponseCode.SERVFAIL);
        var before = dns.asked("a.example", DnsRecordType.A);
        await().until(() -> dns.asked("a.example", DnsRecordType.A) > before + 4);
        assertThat(lookup("a.example")).isEqualTo(resolved("192.0.2.1"));
        awaitLookup("a.example", new NameLookup.Failed("SERVFAIL"));
    }

    @Test
    void anotherServerIsAskedWhenOneIsSilent() throws Exception {
        resolver.close();
        try (var silent = new TinyDnsServer()) {
            silent.silent("a.example");
            var servers =
                    new SequentialDnsServerAddressStreamProvider(silent.address(), dns.address());
            resolver = new ExternalNameResolver(store, () -> servers, QUICK);
            dns.a("a.example", 60, "192.0.2.1");
            demand("a.example");
            awaitLookup("a.example", resolved("192.0.2.1"));
        }
    }

    @Test
    void namesNoLongerDemandedAreForgotten() {
        dns.a("a.example", 0, "192.0.2.1");
        dns.a("b.example", 0, "192.0.2.2");
        demand("a.example", "b.example");
        awaitLookup("a.example", resolved("192.0.2.1"));
        awaitLookup("b.example", resolved("192.0.2.2"));
        demand("b.example");
        awaitLookup("a.example", new NameLookup.Pending());
        assertThat(store.state().names()).containsOnlyKeys("b.example");
    }

    @Test
    void addressesAndLocalNamesNeedNoServer() {
        demand("192.0.2.5", "2001:db8::5", "localhost", "app.localhost");
        awaitLookup("192.0.2.5", resolved("192.0.2.5"));
        awaitLookup("2001:db8::5", resolved("2001:db8::5"));
        awaitLookup("app.localhost", resolved("127.0.0.1", "::1"));
        await().untilAsserted(() ->
                assertThat(lookup("localhost"))
                        .isInstanceOfSatisfying(
                                NameLookup.Resolved.class,
                                it -> assertThat(it.addresses()).contains("127.0.0.1")));
        assertThat(dns.asked("localhost", DnsRecordType.A)).isZero();
    }

    @Test
    void manyNamesAreAllAnswered() {
        var names = IntStream.range(0, 300).mapToObj(i -> "n" + i + ".example").toList();
        for (int i = 0; i < names.size(); i++) {
            dns.a(names.get(i), 60, "192.0.2." + i % 250);
        }
        demand(names.toArray(String[]::new));
        // A busy machine may let some of them time out at first.
        await().until(() ->
                names.stream().allMatch(it -> lookup(it) instanceof NameLookup.Resolved));
    }

    @Test
    void retriesAreSpreadAndBounded() {
        var timing = Timing.DEFAULT;
        for (int failures = 1; failures < 100; failures++) {
            assertThat(timing.afterFailure(failures))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
        }
        assertThat(timing.afterAnswer(0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(timing.afterAnswer(60)).isEqualTo(Duration.ofSeconds(60));
        assertThat(timing.afterAnswer(Long.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
    }
}
