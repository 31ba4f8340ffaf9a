package dev.sekisho.cli;

import java.util.List;
import java.util.stream.Stream;

/// Every option there is, in the order of the help and of the reference page.
final class OptionCatalog {

    static final List<Option<?>> ALL =
            Stream.of(
                            ProcessOptions.ALL,
                            TrafficOptions.ALL,
                            UpstreamOptions.ALL,
                            CapacityOptions.ALL,
                            HeadOptions.ALL,
                            ClientOptions.ALL,
                            ClusterOptions.ALL,
                            AgentOptions.ALL,
                            ProbeOptions.ALL)
                    .<Option<?>>flatMap(List::stream)
                    .toList();

    private OptionCatalog() {}

    static List<Option<?>> of(Command command) {
        return ALL.stream().filter(option -> option.commands().contains(command)).toList();
    }
}
