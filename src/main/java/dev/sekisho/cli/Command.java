package dev.sekisho.cli;

import java.util.Set;

/// The commands of the program, in the order of its help.
enum Command {
    SERVE("serve", "Serves the Ingress objects of manifest folders, without a cluster."),
    CONTROLLER("controller", "Serves the Ingress objects of a Kubernetes cluster."),
    AGENT("agent", "Serves the Services of a cluster in the kernel of one node."),
    DEMO("demo", "Starts the pods of the example shop in this process and serves them."),
    DEMO_POD("demo-pod", "Runs one pod of the example shop as this process."),
    RETIRE("retire", "Takes the addresses of a gateway that is gone from Ingress objects."),
    PROBE("probe", "Asks for a URL until the answer has the expected status."),
    VERSION("version", "Prints the version.");

    /// Those that serve traffic.
    static final Set<Command> GATEWAYS = Set.of(SERVE, CONTROLLER, DEMO);

    /// Those that log, and have a management port.
    static final Set<Command> OBSERVED = Set.of(SERVE, CONTROLLER, AGENT, DEMO, RETIRE);

    /// Those that choose among Ingress objects by their class.
    static final Set<Command> CLASSED = Set.of(SERVE, CONTROLLER, RETIRE);

    /// Those that read Ingress objects of a cluster.
    static final Set<Command> READING = Set.of(CONTROLLER, RETIRE);

    /// The one that serves a cluster.
    static final Set<Command> CLUSTERED = Set.of(CONTROLLER);

    /// Those that serve until they are stopped, with a management port for others to see.
    static final Set<Command> MANAGED = Set.of(SERVE, CONTROLLER, AGENT, DEMO);

    /// Those that talk to an API server.
    static final Set<Command> CONNECTED = Set.of(CONTROLLER, AGENT, RETIRE);

    /// Those that run on a node of a cluster.
    static final Set<Command> PER_NODE = Set.of(CONTROLLER, AGENT);

    /// Those that know load balancers.
    static final Set<Command> BALANCING = Set.of(SERVE, CONTROLLER, AGENT);

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
