package dev.sekisho.serviceproxy;

import static dev.sekisho.serviceproxy.Ports.FAR;
import static dev.sekisho.serviceproxy.Ports.NEAR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.Sources;
import dev.sekisho.model.service.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaleFlowsTest {

    private static final String CLUSTER_IP = "10.96.0.9";
    private static final String HERE = "192.0.2.1";

    private final Ports dns =
            Ports.of("dns", Transport.UDP, CLUSTER_IP, NEAR)
                    .nodePort(30053)
                    .balancedAt("203.0.113.5", new Sources.Anybody());

    @Test
    void aFlowToAnEndpointThatServesIsLeftAlone() {
        assertThat(stale(dns, flow(CLUSTER_IP, 80, NEAR.address()))).isEmpty();
    }

    @Test
    void aFlowToAnEndpointThatIsGoneIsStaleOnEachAddressOfTheService() {
        for (var address : List.of(CLUSTER_IP, "203.0.113.5")) {
            var flow = flow(address, 80, FAR.address());
            assertThat(stale(dns, flow)).containsExactly(flow);
        }
    }

    @Test
    void aFlowThatWentPastTheServiceIsStale() {
        var past = flow(CLUSTER_IP, 80, CLUSTER_IP);

        assertThat(stale(dns, past)).containsExactly(past);
    }

    @Test
    void aNodePortCountsOnAddressesOfThisHostOnly() {
        var ours = flow(HERE, 30053, FAR.address());
        var passing = flow("198.51.100.7", 30053, "198.51.100.7");

        assertThat(stale(dns, ours, passing)).containsExactly(ours);
    }

    @Test
    void flowsOfNoServiceAndThoseOfTcpPortsAreLeftAlone() {
        assertThat(stale(dns, flow("8.8.8.8", 53, "8.8.8.8"))).isEmpty();
        assertThat(stale(Ports.tcp("web", CLUSTER_IP, NEAR), flow(CLUSTER_IP, 80, FAR.address())))
                .isEmpty();
    }

    @Test
    void aServiceWithoutNodePortClaimsNoneOfThisHost() {
        var plain = Ports.of("dns", Transport.UDP, CLUSTER_IP, NEAR);

        assertThat(stale(plain, flow(HERE, 53, HERE))).isEmpty();
    }

    private static Iterable<UdpFlow> stale(Ports port, UdpFlow... flows) {
        return new StaleFlows(Ports.table(port), IpFamily.IPV4, HERE::equals).among(List.of(flows));
    }

    private static UdpFlow flow(String address, int port, String answering) {
        return new UdpFlow(address, port, answering, answering.equals(address) ? port : 8080);
    }
}
