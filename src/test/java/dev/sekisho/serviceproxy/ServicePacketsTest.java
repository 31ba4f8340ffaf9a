package dev.sekisho.serviceproxy;

import static dev.sekisho.serviceproxy.Ports.FAR;
import static dev.sekisho.serviceproxy.Ports.FAR6;
import static dev.sekisho.serviceproxy.Ports.NEAR;
import static dev.sekisho.serviceproxy.Ports.NEAR6;
import static dev.sekisho.serviceproxy.Ports.snapshot;
import static dev.sekisho.serviceproxy.Ports.table;
import static dev.sekisho.serviceproxy.Ports.target;
import static dev.sekisho.serviceproxy.Ports.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.Sources;
import dev.sekisho.model.service.Target;
import dev.sekisho.model.service.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Real packets through real rules: a client, a node and two pods, in namespaces of their own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServicePacketsTest {

    private static final String VIP = "10.96.0.10";
    private static final String VIP6 = "fd96::10";
    private static final String BALANCED = "192.0.2.200";

    private Namespaces net;
    private NftKernel kernel;
    private ServiceProxyPlane plane;

    @BeforeAll
    void build() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Namespaces.arePossible(), "needs root, nft and network namespaces");
        net = Namespaces.make();
        net.in("node", "ip", "addr", "add", BALANCED + "/32", "dev", "lo");
        net.in("client", "ip", "route", "add", "10.96.0.0/16", "via", "192.0.2.1");
    }

    @AfterAll
    void remove() throws IOException {
        if (net != null) {
            net.close();
        }
    }

    @BeforeEach
    void start() {
        kernel = new NftKernel(net.entering("node"));
        plane = plane();
    }

    @AfterEach
    void stop() throws KernelException {
        plane.close();
        ServiceProxyPlane.cleanUp(kernel);
        kernel.close();
    }

    private ServiceProxyPlane plane() {
        var settings = new RuleSettings(0x4000, List.of("10.244.0.0/16", "fd44::/31"), List.of());
        return new ServiceProxyPlane(
                kernel, settings, "192.0.2.1"::equals, Duration.ofHours(1), () -> {});
    }

    private void serve(Ports... ports) {
        plane.apply(snapshot(table(ports)));
    }

    private String tcpFrom(String who, String address, int port) throws IOException {
        return net.ask(who, "tcp " + address + " " + port);
    }

    private SortedSet<String> serversOf(String who, String address, int port) throws IOException {
        var servers = new TreeSet<String>();
        for (int i = 0; i < 24; i++) {
            servers.add(tcpFrom(who, address, port).split(" ", -1)[0]);
        }
        return servers;
    }

    @Test
    void aClusterIpLeadsToEachEndpoint() throws IOException {
        serve(tcp("web", VIP, NEAR, FAR));
        assertThat(serversOf("near", VIP, 80)).containsExactly("far", "near");
        assertThat(serversOf("node", VIP, 80)).containsExactly("far", "near");
    }

    @Test
    void aPodKeepsItsAddressAndAStrangerGetsOurs() throws IOException {
        serve(tcp("web", VIP, FAR));
        assertThat(tcpFrom("near", VIP, 80)).isEqualTo("far 10.244.1.2");
        assertThat(tcpFrom("client", VIP, 80)).isEqualTo("far 172.20.0.1");
    }

    @Test
    void ipv6IsServedTheSameWay() throws IOException {
        serve(tcp("web", VIP6, NEAR6, FAR6).nodePort(30080));
        assertThat(serversOf("near", VIP6, 80)).containsExactly("far", "near");
        assertThat(serversOf("client", "fd02::1", 30080)).containsExactly("far", "near");
    }

    @Test
    void aNodePortAnswersOnTheNodesAddressOnly() throws IOException {
        serve(tcp("web", VIP, NEAR, FAR).nodePort(30080));
        assertThat(serversOf("client", "192.0.2.1", 30080)).containsExactly("far", "near");
        assertThat(tcpFrom("client", BALANCED, 30080)).isEqualTo("refused");
        assertThat(tcpFrom("node", "127.0.0.1", 30080)).isEqualTo("refused");
    }

    @Test
    void aPodReachesItselfThroughItsService() throws IOException {
        serve(tcp("web", VIP, NEAR));
        assertThat(tcpFrom("near", VIP, 80)).isEqualTo("near 10.244.1.1");
    }

    @Test
    void aServiceWithoutEndpointsRefuses() throws IOException {
        serve(tcp("web", VIP).nodePort(30080));
        assertThat(tcpFrom("near", VIP, 80)).isEqualTo("refused");
        assertThat(tcpFrom("node", VIP, 80)).isEqualTo("refused");
        assertThat(tcpFrom("client", "192.0.2.1", 30080)).isEqualTo("refused");
    }

    @Test
    void anUndefinedPortOfAClusterIpRefuses() throws IOException {
        serve(tcp("web", VIP, NEAR));
        assertThat(tcpFrom("far", VIP, 81)).isEqualTo("refused");
    }

    @Test
    void udpIsServedAndRefusedToo() throws IOException {
        serve(Ports.of("dns", Transport.UDP, VIP, NEAR));
        assertThat(net.ask("far", "udp " + VIP + " 80")).isEqualTo("near 10.244.2.2");
        serve(Ports.of("dns", Transport.UDP, VIP));
        assertThat(net.ask("far", "udp " + VIP + " 80")).isEqualTo("refused");
    }

    @Test
    void aLocalPolicyKeepsTheSourceAndStaysOnTheNode() throws IOException {
        serve(tcp("web", VIP, NEAR, FAR).nodePort(30080).localTo(target(NEAR)));
        assertThat(serversOf("client", "192.0.2.1", 30080)).containsExactly("near");
        assertThat(tcpFrom("client", "192.0.2.1", 30080)).isEqualTo("near 192.0.2.2");
        assertThat(serversOf("node", "192.0.2.1", 30080)).containsExactly("far", "near");
        assertThat(serversOf("near", "192.0.2.1", 30080)).containsExactly("far", "near");
    }

    @Test
    void aLocalPolicyWithoutLocalEndpointsIsSilentToTheOutside() throws IOException {
        serve(tcp("web", VIP, FAR).nodePort(30080).localTo(new Target.Drop()));
        assertThat(tcpFrom("client", "192.0.2.1", 30080)).isEqualTo("silence");
        assertThat(tcpFrom("near", "192.0.2.1", 30080)).isEqualTo("far 10.244.1.2");
    }

    @Test
    void anInternalLocalPolicyDropsWithoutLocalEndpoints() throws IOException {
        serve(tcp("web", VIP, FAR).internal(new Target.Drop()));
        assertThat(tcpFrom("near", VIP, 80)).isEqualTo("silence");
    }

    @Test
    void sourceRangesShutALoadBalancerAddressBeforeItIsTranslated() throws IOException {
        serve(tcp("web", VIP, NEAR).balancedAt(BALANCED, only("198.51.100.0/24")));
        assertThat(tcpFrom("client", BALANCED, 80)).isEqualTo("silence");
        serve(tcp("web", VIP, NEAR).balancedAt(BALANCED, only("192.0.2.0/24")));
        assertThat(tcpFrom("client", BALANCED, 80)).startsWith("near ");
        serve(tcp("web", VIP, NEAR).balancedAt(BALANCED, only()));
        assertThat(tcpFrom("client", BALANCED, 80)).isEqualTo("silence");
    }

    private static Sources only(String... blocks) {
        return new Sources.Only(List.of(blocks));
    }

    @Test
    void aClientStaysWithItsEndpoint() throws IOException {
        serve(tcp("web", VIP, NEAR, FAR).nodePort(30080).affinity(2));
        assertThat(serversOf("client", "192.0.2.1", 30080)).hasSize(1);
        assertThat(serversOf("client", VIP, 80)).isEqualTo(serversOf("client", "192.0.2.1", 30080));
    }

    @Test
    void anotherEndpointTakesTheClientsOfOneThatIsGone() throws IOException {
        serve(tcp("web", VIP, NEAR, FAR).affinity(1000));
        var chosen = serversOf("client", VIP, 80).first();
        var other = chosen.equals("near") ? FAR : NEAR;
        serve(tcp("web", VIP, other).affinity(1000));
        assertThat(serversOf("client", VIP, 80))
                .containsExactly(chosen.equals("near") ? "far" : "near");
    }

    @Test
    void changesAreTakenOneAfterTheOther() throws IOException, KernelException {
        serve(tcp("web", VIP, NEAR));
        serve(tcp("web", VIP, NEAR, FAR), tcp("other", "10.96.0.11", FAR));
        assertThat(serversOf("client", VIP, 80)).containsExactly("far", "near");
        serve(tcp("web", VIP, FAR), tcp("other", "10.96.0.11", NEAR));
        assertThat(serversOf("client", VIP, 80)).containsExactly("far");
        assertThat(serversOf("client", "10.96.0.11", 80)).containsExactly("near");
        serve(tcp("web", VIP, FAR));
        assertThat(kernel.list(Layout.TABLE)).doesNotContain("10.96.0.11").contains(VIP);
    }

    @Test
    void aNewProcessTakesOverWhatAnOldOneLeft() throws IOException, KernelException {
        serve(tcp("web", VIP, NEAR).affinity(1000), tcp("old", "10.96.0.12", NEAR));
        assertThat(tcpFrom("client", VIP, 80)).startsWith("near ");
        plane.close();
        plane = plane();
        serve(tcp("web", VIP, NEAR, FAR).affinity(1000));
        assertThat(serversOf("client", VIP, 80)).containsExactly("near");
        assertThat(kernel.list(Layout.TABLE)).doesNotContain("10.96.0.12");
    }

    @Test
    void whatOthersBreakIsRepaired() throws IOException, KernelException {
        serve(tcp("web", VIP, NEAR));
        plane.check();
        kernel.commit("flush map inet sekisho-services services-ip\n");
        kernel.commit("add rule inet sekisho-services firewall drop\n");
        assertThat(tcpFrom("client", VIP, 80)).isEqualTo("silence");
        plane.check();
        assertThat(tcpFrom("client", VIP, 80)).startsWith("near ");
        var repaired = kernel.list(Layout.TABLE);
        plane.check();
        assertThat(kernel.list(Layout.TABLE)).isEqualTo(repaired);
    }

    @Test
    void aTableOfAnotherVersionIsReplaced() throws IOException, KernelException {
        kernel.commit(
                """
                add table inet sekisho-services
                add map inet sekisho-services services-ip { type ipv4_addr : verdict; }
                """);
        serve(tcp("web", VIP, NEAR));
        assertThat(tcpFrom("client", VIP, 80)).startsWith("near ");
    }

    @Test
    void udpFlowsLeaveAnEndpointThatIsGone() throws IOException {
        serve(Ports.of("dns", Transport.UDP, VIP, NEAR));
        assertThat(net.ask("client", "udp " + VIP + " 80")).startsWith("near ");
        assertThat(trackedTo(VIP)).contains("src=10.244.1.2");
        serve(Ports.of("dns", Transport.UDP, VIP, FAR));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(trackedTo(VIP)).doesNotContain("src=10.244.1.2"));
    }

    private String trackedTo(String address) {
        try {
            return String.join(
                    "\n",
                    kernel.udpFlows(IpFamily.IPV4)
                            .lines()
                            .filter(line -> line.contains("dst=" + address + " "))
                            .toList());
        } catch (KernelException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTableThatSomebodyDeletedComesBackWithTheNextChange() throws IOException, KernelException {
        serve(tcp("web", VIP, NEAR));
        ServiceProxyPlane.cleanUp(kernel);
        serve(tcp("web", VIP, FAR));
        assertThat(tcpFrom("client", VIP, 80)).startsWith("far ");
    }

    @Test
    void portsOfBothProtocolsShareMaps() throws IOException {
        serve(tcp("web", VIP, NEAR));
        serve(tcp("web", VIP, NEAR, FAR), Ports.of("dns", Transport.UDP, VIP, NEAR, FAR));
        assertThat(serversOf("client", VIP, 80)).containsExactly("far", "near");
        var servers = new TreeSet<String>();
        for (int i = 0; i < 24; i++) {
            servers.add(net.ask("client", "udp " + VIP + " 80").split(" ", -1)[0]);
        }
        assertThat(servers).containsExactly("far", "near");
    }

    @Test
    void sctpIsServedAndRefusedToo() throws IOException {
        serve(
                Ports.of("signal", Transport.SCTP, VIP, NEAR).nodePort(30132),
                Ports.of("signal", Transport.SCTP, VIP6, NEAR6));
        assertThat(net.ask("far", "sctp " + VIP + " 80")).isEqualTo("near 10.244.2.2");
        assertThat(net.ask("far", "sctp " + VIP6 + " 80")).isEqualTo("near fd44:1:0:0:0:0:0:2");
        assertThat(net.ask("client", "sctp 192.0.2.1 30132")).isEqualTo("near 10.244.1.1");
        assertThat(net.ask("near", "sctp " + VIP + " 80")).isEqualTo("near 10.244.1.1");
        serve(Ports.of("signal", Transport.SCTP, VIP));
        assertThat(net.ask("far", "sctp " + VIP + " 80")).isEqualTo("refused");
    }

    @Test
    void cleaningUpLeavesOtherTablesAlone() throws KernelException {
        kernel.commit("add table inet someone-elses\n");
        serve(tcp("web", VIP, NEAR));
        ServiceProxyPlane.cleanUp(kernel);
        assertThat(kernel.list("inet someone-elses")).contains("someone-elses");
        kernel.commit("delete table inet someone-elses\n");
    }
}
