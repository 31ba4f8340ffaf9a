package dev.sekisho.cli;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.translate.service.Balancers;
import java.util.List;
import java.util.Optional;

/// The options about what is read from a cluster and written to it.
final class ClusterOptions {

    static final Option<List<String>> INGRESS_CLASS =
            Option.of(
                    "ingress-class",
                    Grammars.OBJECT_NAME.list(),
                    "",
                    Command.CLASSED,
                    "The IngressClasses to serve; none means all of our controller.");

    static final Option<Boolean> WATCH_INGRESS_WITHOUT_CLASS =
            Option.of(
                    "watch-ingress-without-class",
                    Grammars.SWITCH,
                    "false",
                    Command.CLASSED,
                    "Serves Ingress objects that name no class, too.");

    static final Option<String> KUBECONFIG =
            Option.of(
                    "kubeconfig",
                    Grammars.FILE,
                    "",
                    Command.CONNECTED,
                    "The kubeconfig file; else KUBECONFIG, the pod's service account, or"
                            + " ~/.kube/config.");

    static final Option<List<String>> WATCH_NAMESPACE =
            Option.of(
                    "watch-namespace",
                    Grammars.OBJECT_NAME.list(),
                    "",
                    Command.READING,
                    "The namespaces to read; none means all.");

    static final Option<Optional<ObjectRef>> PUBLISH_SERVICE =
            Option.of(
                    "publish-service",
                    Grammars.SERVICE.orNothing(),
                    "",
                    Command.CLUSTERED,
                    "The Service whose addresses are written to the status of Ingress objects.");

    static final Option<List<PublishedAddress>> PUBLISH_STATUS_ADDRESS =
            Option.of(
                    "publish-status-address",
                    Grammars.PUBLISHED.list(),
                    "",
                    Command.CLUSTERED,
                    "The addresses to write to the status of Ingress objects, as they are.");

    static final Option<Boolean> UPDATE_STATUS =
            Option.of(
                    "update-status",
                    Grammars.SWITCH,
                    "true",
                    Command.CLUSTERED,
                    "Writes the status of Ingress objects.");

    static final Option<Boolean> UPDATE_STATUS_ON_SHUTDOWN =
            Option.of(
                    "update-status-on-shutdown",
                    Grammars.SWITCH,
                    "true",
                    Command.CLUSTERED,
                    "Clears the status when the last replica stops.");

    static final Option<String> ELECTION_ID =
            Option.of(
                    "election-id",
                    Grammars.OBJECT_NAME,
                    "sekisho-leader",
                    Command.CLUSTERED,
                    "The Lease whose holder writes status.");

    static final Option<String> NAMESPACE =
            Option.of(
                    "namespace",
                    Grammars.TEXT,
                    "",
                    Command.PER_NODE,
                    "The namespace of the Leases; else the pod's own, or default.");

    static final Option<String> NODE_NAME =
            Option.of(
                    "node-name",
                    Grammars.TEXT,
                    "",
                    Command.PER_NODE,
                    "The node whose address is published where nothing else says which; the agent's"
                            + " own node.");

    static final Option<Balancers> LOAD_BALANCERS =
            new Option<>(
                    "load-balancers",
                    Grammars.oneOf(Balancers.class),
                    new Option.Default("classed", "none"),
                    Command.BALANCING,
                    "Which Services of type LoadBalancer get addresses of AddressPools, and are"
                            + " answered for by agents: none, those of the class sekisho.dev/lb,"
                            + " or all that name no other class.");

    /// Whether private keys are in the last configuration.
    enum SavedSecrets {
        KEEP,
        OMIT
    }

    static final Option<String> LAST_CONFIGURATION_FOLDER =
            Option.of(
                    "last-configuration-folder",
                    Grammars.FOLDER,
                    "",
                    Command.CLUSTERED,
                    "Where the last configuration is kept, to be served after a restart while the"
                            + " API server is away. None is kept without it.");

    static final Option<SavedSecrets> LAST_CONFIGURATION_SECRETS =
            Option.of(
                    "last-configuration-secrets",
                    Grammars.oneOf(SavedSecrets.class),
                    "keep",
                    Command.CLUSTERED,
                    "Whether certificates and their keys are in it, for which the folder should be"
                            + " in memory; without them the default certificate is served.");

    static final List<Option<?>> ALL =
            List.of(
                    INGRESS_CLASS,
                    WATCH_INGRESS_WITHOUT_CLASS,
                    KUBECONFIG,
                    WATCH_NAMESPACE,
                    PUBLISH_SERVICE,
                    PUBLISH_STATUS_ADDRESS,
                    UPDATE_STATUS,
                    UPDATE_STATUS_ON_SHUTDOWN,
                    ELECTION_ID,
                    NAMESPACE,
                    NODE_NAME,
                    LOAD_BALANCERS,
                    LAST_CONFIGURATION_FOLDER,
                    LAST_CONFIGURATION_SECRETS);

    private ClusterOptions() {}
}
