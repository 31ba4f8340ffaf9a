package dev.sekisho.cli;

import dev.sekisho.translate.service.ServiceSettings.Reach;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The options of the agent of a node.
final class AgentOptions {

    private static final Set<Command> AGENT = Set.of(Command.AGENT);

    static final Option<Reach> SERVICES =
            Option.of(
                    "services",
                    Grammars.oneOf(Reach.class),
                    "all",
                    AGENT,
                    "Which Services are served: all of them, in place of kube-proxy, or node ports"
                            + " and the load balancer addresses of the class sekisho.dev/lb.");

    static final Option<Boolean> CLEANUP =
            Option.of(
                    "cleanup",
                    Grammars.SWITCH,
                    "false",
                    AGENT,
                    "Removes everything that agents wrote to the kernel of this node, and ends.");

    static final Option<List<String>> NODEPORT_ADDRESSES =
            Option.of(
                    "nodeport-addresses",
                    Grammars.CIDR.list(),
                    "",
                    AGENT,
                    "The addresses of the node on which node ports answer; none means the first of"
                            + " the Node in each family.");

    static final Option<List<String>> CLUSTER_CIDR =
            Option.of(
                    "cluster-cidr",
                    Grammars.CIDR.list(),
                    "",
                    AGENT,
                    "The blocks of the pods: what does not come from there to a cluster IP gets the"
                            + " node's address.");

    static final Option<List<String>> SERVICE_CIDR =
            Option.of(
                    "service-cidr",
                    Grammars.CIDR.list(),
                    "",
                    AGENT,
                    "The blocks of cluster IPs: what goes to one that no Service has is dropped,"
                            + " where all Services are served.");

    static final Option<Boolean> EXTERNAL_IPS =
            Option.of(
                    "external-ips",
                    Grammars.SWITCH,
                    "false",
                    AGENT,
                    "Serves spec.externalIPs: whoever may write a Service may then take any"
                            + " address.");

    static final Option<Integer> MASQUERADE_BIT =
            Option.of(
                    "masquerade-bit",
                    Grammars.BIT,
                    "14",
                    AGENT,
                    "The bit of the packet mark that is used between two hooks of the kernel.");

    static final Option<Integer> SERVICE_HEALTH_PORT =
            Option.of(
                    "service-health-port",
                    Grammars.PORT,
                    "10256",
                    AGENT,
                    "The port for /healthz and /livez as kube-proxy has them; 0 picks a free one.");

    static final Option<Duration> CHECK_INTERVAL =
            Option.of(
                    "check-interval",
                    Grammars.TIMEOUT,
                    "5m",
                    AGENT,
                    "How often the rules in the kernel are compared with what they should be.");

    static final Option<String> SYSCTL_FOLDER =
            Option.of(
                    "sysctl-folder",
                    Grammars.FOLDER,
                    "/proc/sys",
                    AGENT,
                    "Where the kernel's settings can be written, which announcing IPv6 addresses"
                            + " needs: that of the node, where /proc/sys cannot be written to.");

    static final List<Option<?>> ALL =
            List.of(
                    SERVICES,
                    CLEANUP,
                    NODEPORT_ADDRESSES,
                    CLUSTER_CIDR,
                    SERVICE_CIDR,
                    EXTERNAL_IPS,
                    MASQUERADE_BIT,
                    SERVICE_HEALTH_PORT,
                    CHECK_INTERVAL,
                    SYSCTL_FOLDER);

    private AgentOptions() {}
}
