package dev.sekisho.cli;

import dev.sekisho.translate.service.ServiceSettings;
import java.time.Duration;
import java.util.List;

/// What the operator decided about the agent of a node, typed and checked.
///
/// `podUid` is empty where the agent is no pod. `mark` is one bit. `isCleanup` means that what
/// agents left is removed, and nothing served.
public record AgentSettings(
        Settings process,
        ServiceSettings services,
        String podUid,
        List<String> podRanges,
        List<String> serviceRanges,
        int mark,
        int healthPort,
        Duration checkInterval,
        String sysctlFolder,
        boolean isCleanup) {

    public AgentSettings {
        podRanges = List.copyOf(podRanges);
        serviceRanges = List.copyOf(serviceRanges);
    }

    static AgentSettings read(OptionValues values) {
        var cleanup = values.get(AgentOptions.CLEANUP);
        var nodeName = values.get(ClusterOptions.NODE_NAME);
        if (nodeName.isEmpty() && !cleanup) {
            throw new UsageException("--node-name: '' (expected: the node that this agent is on)");
        }
        return new AgentSettings(
                new SettingsReader(values).settings(),
                new ServiceSettings(
                        nodeName,
                        values.get(AgentOptions.SERVICES),
                        values.get(AgentOptions.NODEPORT_ADDRESSES),
                        values.get(AgentOptions.EXTERNAL_IPS)
                                ? ServiceSettings.ExternalIps.SERVED
                                : ServiceSettings.ExternalIps.IGNORED,
                        values.get(ClusterOptions.LOAD_BALANCERS)),
                values.get(ProcessOptions.POD_UID),
                values.get(AgentOptions.CLUSTER_CIDR),
                serviceRanges(values),
                1 << values.get(AgentOptions.MASQUERADE_BIT),
                values.get(AgentOptions.SERVICE_HEALTH_PORT),
                values.get(AgentOptions.CHECK_INTERVAL),
                values.get(AgentOptions.SYSCTL_FOLDER),
                cleanup);
    }

    /// Where only node ports and balancers are ours, what no Service of ours has is not ours to
    /// drop.
    private static List<String> serviceRanges(OptionValues values) {
        return switch (values.get(AgentOptions.SERVICES)) {
            case ALL -> values.get(AgentOptions.SERVICE_CIDR);
            case EXPOSED -> List.of();
        };
    }
}
