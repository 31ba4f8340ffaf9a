package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.translate.service.ServiceSettings;
import dev.sekisho.translate.service.ServiceSettings.ExternalIps;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What Kubernetes asks of whoever serves Services, row by row: its objects go in, real packets of
/// both families come out, on two nodes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesPacketsTest {

    private static final String BALANCER = "type: LoadBalancer\n";
    private static final String NODE_PORT = "type: NodePort\n";
    private static final String EXTERNAL_LOCAL = "externalTrafficPolicy: Local\n";
    private static final String INTERNAL_LOCAL = "internalTrafficPolicy: Local\n";
    private static final String STRANGERS =
            "loadBalancerSourceRanges: [198.51.100.0/24, 'fd0c::/64']\n";
    private static final String CLIENTS = "loadBalancerSourceRanges: [192.0.2.0/24, 'fd02::/64']\n";
    private static final String SERVING =
            "conditions: {ready: false, serving: true, terminating: true}";
    private static final String GONE =
            "conditions: {ready: false, serving: false, terminating: true}";

    private TwoNodes nodes;

    @BeforeAll
    void build() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Namespaces.arePossible(), "needs root, nft and network namespaces");
        nodes = TwoNodes.make();
    }

    @AfterAll
    void remove() throws IOException {
        if (nodes != null) {
            nodes.close();
        }
    }

    @AfterEach
    void stop() throws KernelException {
        nodes.stop();
    }

    private String tcp(String who, String address, int port) throws IOException {
        return nodes.ask(who, "tcp", address, port);
    }

    @ParameterizedTest
    @EnumSource
    void readyEndpointsComeFirstThenThoseThatServeWhileTheyEnd(Family f) throws IOException {
        nodes.serve(f.service("", f.near(SERVING), f.far()));
        assertThat(nodes.met("near", f.vip, 80)).containsExactly("far");
        nodes.serve(f.service("", f.near(SERVING), f.far(GONE)));
        assertThat(nodes.met("near", f.vip, 80)).containsExactly("near");
        nodes.serve(f.service("", f.near(GONE), f.far(GONE)));
        assertThat(tcp("near", f.vip, 80)).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource
    void theFallbackOfANodeIsItsOwn(Family f) throws IOException {
        nodes.serve(f.service(NODE_PORT + EXTERNAL_LOCAL, f.near(SERVING), f.far()));
        assertThat(nodes.met("client", f.node, 30080)).containsExactly("near");
        assertThat(nodes.met("client", f.other, 30080)).containsExactly("far");
        assertThat(nodes.met("near", f.node, 30080)).containsExactly("far");
    }

    @ParameterizedTest
    @EnumSource
    void hintsKeepTrafficInTheZone(Family f) throws IOException {
        var near = f.near("hints: {forZones: [{name: zone-a}]}");
        nodes.serve(f.service("", near, f.far("hints: {forZones: [{name: zone-b}]}")));
        assertThat(nodes.met("near", f.vip, 80)).containsExactly("near");
        assertThat(nodes.met("far", f.vip, 80)).containsExactly("far");
        nodes.serve(f.service("", near, f.far()));
        assertThat(nodes.met("near", f.vip, 80)).containsExactly("far", "near");
    }

    @ParameterizedTest
    @EnumSource
    void hintsKeepTrafficOnTheNode(Family f) throws IOException {
        var zones = "forZones: [{name: zone-a}, {name: zone-b}]";
        nodes.serve(
                f.service(
                        "trafficDistribution: PreferSameNode",
                        f.near("hints: {" + zones + ", forNodes: [{name: node}]}"),
                        f.far("hints: {" + zones + ", forNodes: [{name: other}]}")));
        assertThat(nodes.met("near", f.vip, 80)).containsExactly("near");
        assertThat(nodes.met("far", f.vip, 80)).containsExactly("far");
    }

    @ParameterizedTest
    @EnumSource
    void anInternalPolicyOfLocalStaysOnTheNodeOrIsSilent(Family f) throws IOException {
        nodes.serve(f.service(INTERNAL_LOCAL, f.near()));
        assertThat(nodes.met("near", f.vip, 80)).containsExactly("near");
        assertThat(tcp("far", f.vip, 80)).isEqualTo("silence");
        nodes.serve(f.service(INTERNAL_LOCAL));
        assertThat(tcp("far", f.vip, 80)).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource
    void anExternalPolicyOfLocalKeepsTheSourceAndStaysOnTheNode(Family f) throws IOException {
        nodes.serve(f.service(BALANCER + EXTERNAL_LOCAL, f.near()));
        assertThat(tcp("client", f.balanced, 80)).isEqualTo("near " + f.client);
        assertThat(tcp("client", f.node, 30080)).isEqualTo("near " + f.client);
        assertThat(tcp("client", f.other, 30080)).isEqualTo("silence");
        assertThat(tcp("far", f.other, 30080)).isEqualTo("near " + f.far);
        assertThat(tcp("far", f.balanced, 80)).isEqualTo("near " + f.far);
        assertThat(tcp("other", f.balanced, 80)).isEqualTo("near " + f.other);
    }

    @ParameterizedTest
    @EnumSource
    void anExternalPolicyOfClusterGivesClientsTheAddressOfTheNode(Family f) throws IOException {
        nodes.serve(f.service(BALANCER, f.far()));
        assertThat(tcp("client", f.balanced, 80)).isEqualTo("far " + f.nodeForOther);
        assertThat(tcp("client", f.node, 30080)).isEqualTo("far " + f.nodeForOther);
    }

    @ParameterizedTest
    @EnumSource
    void aClientStaysUntilTheTimeIsOver(Family f) throws IOException, KernelException {
        var seconds = "sessionAffinityConfig: {clientIP: {timeoutSeconds: %d}}";
        var affinity = NODE_PORT + "sessionAffinity: ClientIP\n" + seconds;
        nodes.serve(f.service(affinity.formatted(100), f.near(), f.far()));
        var met = nodes.met("client", f.vip, 80);
        assertThat(met).hasSize(1).isEqualTo(nodes.met("client", f.node, 30080));
        nodes.stop();
        nodes.serve(f.service(affinity.formatted(1), f.near(), f.far()));
        var first = tcp("client", f.vip, 80);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(1_200))
                .until(() -> !tcp("client", f.vip, 80).equals(first));
    }

    @ParameterizedTest
    @EnumSource
    void sourceRangesShutTheAddressOfTheLoadBalancerOnly(Family f) throws IOException {
        nodes.serve(f.service(BALANCER + STRANGERS, f.near()));
        assertThat(tcp("client", f.balanced, 80)).isEqualTo("silence");
        assertThat(tcp("near", f.balanced, 80)).isEqualTo("silence");
        assertThat(tcp("client", f.node, 30080)).startsWith("near ");
        nodes.serve(f.service(BALANCER + CLIENTS, f.near()));
        assertThat(tcp("client", f.balanced, 80)).startsWith("near ");
        assertThat(tcp("node", f.balanced, 80)).startsWith("near ");
        assertThat(tcp("near", f.balanced, 80)).isEqualTo("silence");
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatIsAProxysIsLeftAlone(Family f) throws IOException {
        var vip = f.service(BALANCER, f.near());
        nodes.serve(vip);
        assertThat(tcp("near", f.balanced, 80)).startsWith("near ");
        nodes.serve(vip.replace("[{ip: ", "[{ipMode: Proxy, ip: "));
        assertThat(tcp("near", f.balanced, 80)).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource
    void withoutNodePortsThereAreNone(Family f) throws IOException {
        var balanced = BALANCER + "allocateLoadBalancerNodePorts: false\n";
        nodes.serve(f.service(balanced, f.near()).replace(", nodePort: 30080", ""));
        assertThat(tcp("client", f.balanced, 80)).startsWith("near ");
        assertThat(tcp("client", f.node, 30080)).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource
    void externalAddressesAreServedWhereThatIsAllowed(Family f) throws IOException {
        var yaml = f.service("externalIPs: ['%s']".formatted(f.balanced), f.near());
        nodes.serve(yaml);
        assertThat(tcp("client", f.balanced, 80)).isEqualTo("refused");
        nodes.serve(
                yaml,
                it ->
                        new ServiceSettings(
                                it.nodeName(), it.reach(), List.of(), ExternalIps.SERVED));
        assertThat(tcp("client", f.balanced, 80)).startsWith("near ");
    }

    @ParameterizedTest
    @EnumSource
    void aServiceWithoutEndpointsRefuses(Family f) throws IOException {
        nodes.serve(f.service(BALANCER));
        for (var who : List.of("client", "near", "node")) {
            assertThat(tcp(who, f.balanced, 80)).isEqualTo("refused");
            assertThat(tcp(who, f.node, 30080)).isEqualTo("refused");
        }
        nodes.serve(f.speaking("UDP", ""));
        assertThat(nodes.ask("near", "udp", f.vip, 80)).isEqualTo("refused");
        nodes.serve(f.speaking("SCTP", ""));
        assertThat(nodes.ask("near", "sctp", f.vip, 80)).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource
    void anUndefinedPortRefusesAndAnAddressThatNobodyHasIsSilent(Family f) throws IOException {
        nodes.serve(f.service("", f.near()));
        assertThat(tcp("near", f.vip, 81)).isEqualTo("refused");
        assertThat(nodes.ask("near", "udp", f.vip, 80)).isEqualTo("refused");
        assertThat(tcp("near", f.unallocated, 80)).isEqualTo("silence");
        assertThat(tcp("node", f.unallocated, 80)).isEqualTo("silence");
    }

    @ParameterizedTest
    @EnumSource
    void aPodReachesItself(Family f) throws IOException {
        nodes.serve(f.service(BALANCER + EXTERNAL_LOCAL, f.near()));
        for (var address : List.of(f.vip, f.balanced)) {
            assertThat(tcp("near", address, 80)).isEqualTo("near " + f.nodeForNear);
        }
        assertThat(tcp("near", f.node, 30080)).isEqualTo("near " + f.nodeForNear);
    }

    /// Where pods keep their addresses, as they do with a policy of Local.
    @ParameterizedTest
    @EnumSource
    void aPodReachesItselfByAnotherNode(Family f) throws IOException {
        nodes.serve(f.service(NODE_PORT + EXTERNAL_LOCAL, f.far()));
        assertThat(tcp("far", f.node, 30080)).isEqualTo("far " + f.nodeForOther);
    }

    @ParameterizedTest
    @EnumSource
    void nodePortsAnswerOnTheAddressesThatAreMeant(Family f) throws IOException {
        nodes.serve(f.service(NODE_PORT, f.near()));
        assertThat(tcp("client", f.node, 30080)).startsWith("near ");
        assertThat(tcp("far", f.nodeForOther, 30080)).isEqualTo("refused");
        assertThat(tcp("client", f.balanced, 30080)).isEqualTo("refused");
        assertThat(tcp("node", f == Family.IPV4 ? "127.0.0.1" : "::1", 30080)).isEqualTo("refused");
        nodes.serve(
                f.service(NODE_PORT, f.near()),
                it ->
                        new ServiceSettings(
                                it.nodeName(),
                                it.reach(),
                                List.of("172.20.0.0/16", "fd20::/64"),
                                it.externalIps()));
        assertThat(tcp("far", f.nodeForOther, 30080)).startsWith("near ");
        assertThat(tcp("client", f.node, 30080)).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource
    void aFlowOfUdpLeavesAnEndpointThatIsGone(Family f) throws IOException {
        nodes.serve(f.speaking("UDP", BALANCER, f.near()));
        for (var address : List.of(f.vip, f.balanced)) {
            assertThat(nodes.ask("client", "kept", address, 80)).startsWith("near ");
        }
        nodes.serve(f.speaking("UDP", BALANCER, f.far()));
        for (var address : List.of(f.vip, f.balanced)) {
            await().until(() -> nodes.ask("client", "kept", address, 80).startsWith("far "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFlowOfUdpThatWentPastFindsTheFirstEndpoint(Family f) throws IOException {
        assertThat(nodes.ask("client", "kept", f.balanced, 80)).isEqualTo("refused");
        nodes.serve(f.speaking("UDP", BALANCER, f.near()));
        await().until(() -> nodes.ask("client", "kept", f.balanced, 80).startsWith("near "));
    }

    @ParameterizedTest
    @EnumSource
    void servicesOfOtherProxiesAreLeftAlone(Family f) throws IOException {
        nodes.serve(f.service(NODE_PORT, f.near()));
        assertThat(tcp("client", f.node, 30080)).startsWith("near ");
        for (var label : List.of("service-proxy-name: other", "headless: ''")) {
            var labelled = "name: web, labels: {service.kubernetes.io/%s}}\nspec".formatted(label);
            nodes.serve(f.service(NODE_PORT, f.near()).replace("name: web}\nspec", labelled));
            assertThat(tcp("client", f.node, 30080)).isEqualTo("refused");
            assertThat(tcp("near", f.vip, 80)).isEqualTo("silence");
        }
    }
}
