package dev.sekisho.cli;

import java.util.Set;

/// The commands of the program, in the order of its help.
enum Command {
    SERVE("serve", "Serves the Ingress objects of manifest folders, without a cluster."),
    CONTROLLER("controller", "Serves the Ingress objects of a Kubernetes cluster."),
    AGENT("agent", "Serves the Services of a cluster in the kernel of one node."),
    DEMO("demo", "Starts the pods of the example shop in this process and serves them."),
    DEMO_POD("demo-pod", "Runs one pod of the example shop as this process."),
    PROBE("probe", "Asks for a URL until the answer has the expected status."),
    VERSION("version", "Prints the version.");

    /// Those that serve traffic.
    static final Set<Command> GATEWAYS = Set.of(SERVE, CONTROLLER, DEMO);

    /// Those that choose among Ingress objects by their class.
    static final Set<Command> CLASSED = Set.of(SERVE, CONTROLLER);

    /// Those that talk to a cluster.
    static final Set<Command> CLUSTERED = Set.of(CONTROLLER);

    /// Those that have a management port.
    static final Set<Command> MANAGED = Set.of(SERVE, CONTROLLER, AGENT, DEMO);

    /// Those that belong to a cluster, for one of all nodes or for all of it.
    static final Set<Command> CONNECTED = Set.of(CONTROLLER, AGENT);

    /// Those that run until they are stopped.
    static final Set<Command> PROCESSES = Set.of(SERVE, CONTROLLER, AGENT, DEMO, DEMO_POD);

    /// Those of them that answer HTTP.
    static final Set<Command> LISTENING = Set.of(SERVE, CONTROLLER, DEMO, DEMO_POD);

    private final String word;
    private final String summary;

    Command(String word, String summary) {
        this.word = word;
        this.summary = summary;
    }

    String word() {
        return word;
    }

    String summary() {
        return summary;
    }
}
