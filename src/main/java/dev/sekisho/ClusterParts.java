package dev.sekisho;

import dev.sekisho.cli.Settings;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.kube.ClusterConnection;
import dev.sekisho.kube.KubernetesSource;
import dev.sekisho.kube.KubernetesSourceSettings;
import dev.sekisho.kube.KubernetesSourceSettings.AddressPools;
import dev.sekisho.kube.KubernetesStatus;
import dev.sekisho.kube.KubernetesStatusSettings;
import dev.sekisho.kube.KubernetesStatusSettings.OnShutdown;
import dev.sekisho.kube.LeadershipSettings;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.saved.LastConfiguration;
import dev.sekisho.saved.SavedSecrets;
import dev.sekisho.translate.TranslationSettings.BackendRef;
import dev.sekisho.translate.service.Balancers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What talks to the API server, made from the settings.
record ClusterParts(Settings settings, ClusterConnection connection, KubernetesStatus status) {

    static ClusterParts make(Settings settings) {
        var connection = connect(settings);
        var status =
                new KubernetesStatus(connection, statusSettings(settings.publish(), connection));
        return new ClusterParts(settings, connection, status);
    }

    static ClusterConnection connect(Settings settings) {
        var kubeconfig = settings.watch().kubeconfig();
        try {
            return kubeconfig.isEmpty()
                    ? ClusterConnection.found()
                    : ClusterConnection.from(Path.of(kubeconfig));
        } catch (IOException unreadable) {
            throw new StartFailure("--kubeconfig: " + unreadable.getMessage());
        }
    }

    private static KubernetesStatusSettings statusSettings(
            Settings.Publish publish, ClusterConnection connection) {
        var election = publish.election();
        var usual =
                KubernetesStatusSettings.of(
                        LeadershipSettings.of(
                                namespace(election, connection),
                                election.lease(),
                                identity(election)));
        return new KubernetesStatusSettings(
                usual.leadership(),
                publish.clearedOnShutdown() ? OnShutdown.CLEAR_IF_LAST : OnShutdown.KEEP,
                usual.writesPerSecond(),
                usual.clearWithin());
    }

    /// The configured one, else the pod's own or that of the kubeconfig.
    static String namespace(Settings.Election election, ClusterConnection connection) {
        var own = connection.namespace();
        if (!election.namespace().isEmpty()) {
            return election.namespace();
        }
        return own.isEmpty() ? "default" : own;
    }

    /// Another one after a restart, too: a Lease that the process before this one left is not ours.
    private static String identity(Settings.Election election) {
        return PodName.of(election.holder()) + "-" + UUID.randomUUID();
    }

    static void leadership(MetricVisitor visitor, KubernetesStatus status) {
        visitor.gauge(
                "nginx_ingress_controller_leader_election_status",
                "Whether this replica writes statuses and Events.",
                List.of(),
                status.isLeader() ? 1 : 0);
    }

    KubernetesSource source(ClusterStore store) {
        return new KubernetesSource(connection, store, sourceSettings());
    }

    /// Where the configuration is kept, and what it depends on beside the objects themselves.
    LastConfiguration.Place place() {
        var last = settings.lastConfiguration();
        var origin = new TreeMap<String, String>();
        origin.put("API server", connection.server());
        origin.put("--watch-namespace", sorted(settings.watch().namespaces()));
        origin.put("--ingress-class", sorted(settings.watch().ingressClasses()));
        origin.put("--watch-ingress-without-class", "" + settings.watch().withoutClass());
        origin.put("--publish-service", text(settings.publish().service()));
        origin.put(
                "--default-backend-service",
                text(settings.routing().defaultBackend().map(BackendRef::service)));
        origin.put("--default-ssl-certificate", text(settings.routing().defaultCertificate()));
        return new LastConfiguration.Place(
                Path.of(last.folder()),
                last.secrets() ? SavedSecrets.KEPT : SavedSecrets.OMITTED,
                origin);
    }

    private static String sorted(List<String> names) {
        return names.stream().sorted().collect(Collectors.joining(","));
    }

    private static String text(Optional<ObjectRef> object) {
        return object.map(ObjectRef::path).orElse("");
    }

    private KubernetesSourceSettings sourceSettings() {
        return new KubernetesSourceSettings(
                new LinkedHashSet<>(settings.watch().namespaces()),
                services(),
                needsNode() ? settings.publish().nodeName() : "",
                KubernetesSourceSettings.Pace.DEFAULT,
                settings.balancers() == Balancers.NONE ? AddressPools.UNREAD : AddressPools.READ);
    }

    private Set<ObjectRef> services() {
        return Stream.concat(
                        settings.publish().service().stream(),
                        settings.routing().defaultBackend().stream().map(BackendRef::service))
                .collect(Collectors.toSet());
    }

    /// Whether statuses are to be written and nothing says what with.
    boolean lacksAddress() {
        return settings.publish().enabled()
                && needsNode()
                && settings.publish().nodeName().isEmpty();
    }

    private boolean needsNode() {
        var publish = settings.publish();
        return publish.addresses().isEmpty() && publish.service().isEmpty();
    }

    void close() {
        connection.close();
    }
}
