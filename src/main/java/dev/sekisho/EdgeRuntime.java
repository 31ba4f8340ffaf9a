package dev.sekisho;

import dev.sekisho.admin.AdminState;
import dev.sekisho.cli.Settings;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.DemandListener;
import dev.sekisho.manifests.ManifestFolderException;
import dev.sekisho.manifests.ManifestSource;
import dev.sekisho.model.Severity;
import dev.sekisho.names.ExternalNameResolver;
import dev.sekisho.plane.ProgrammedListener;
import dev.sekisho.reconcile.Feed;
import dev.sekisho.reconcile.Holdoff;
import dev.sekisho.reconcile.Publisher;
import dev.sekisho.reconcile.Reconciler;
import dev.sekisho.saved.LastConfiguration;
import dev.sekisho.status.DiagnosticLog;
import dev.sekisho.translate.Translator;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/// A gateway in this process: a source, the reconciler and the planes, joined.
///
/// Data flows one way: source, store, reconciler, plane; what translation asks for flows back as a
/// demand. `drain` stops in the opposite order.
final class EdgeRuntime {

    private static final Logger LOG = Logger.getLogger("sekisho");
    private static final Duration POLL = Duration.ofSeconds(2);

    private final Settings settings;
    private final AdminState admin;
    private final GatewayParts gateway;
    private final Opening opening;
    private final int managementPort;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private Runnable withdrawal = () -> {};

    EdgeRuntime(Settings settings, AdminState admin, Vertx vertx, int managementPort) {
        this.settings = settings;
        this.admin = admin;
        this.gateway = GatewayParts.make(settings, admin, vertx);
        this.opening = new Opening(gateway.plane(), settings.routing().defaultCertificate());
        this.managementPort = managementPort;
    }

    /// Starts to serve manifest folders.
    EdgeRuntime serving(List<Path> folders) {
        var reconciler = reconciler(Holdoff.GATHERED);
        var store = new ClusterStore(SecretAccess.EXHAUSTIVE, reconciler);
        var names = new ExternalNameResolver(store);
        var manifests = new ManifestSource(folders, store, POLL);
        stops.push(names::close);
        stops.push(manifests::close);
        try {
            manifests.start();
        } catch (ManifestFolderException unusable) {
            throw new StartFailure(String.valueOf(unusable.getMessage()));
        }
        reconciler.start(
                new Feed(
                        store::state,
                        List.of(names),
                        List.of(new DiagnosticLog(EdgeRuntime::log)),
                        Feed.USUAL_PATIENCE));
        return this;
    }

    /// Starts to serve the objects of a cluster.
    EdgeRuntime controlling() {
        var cluster = ClusterParts.make(settings);
        stops.push(cluster::close);
        var heralds = heralds(cluster);
        var start = new ClusterStart(reconciler(Holdoff.DEFAULT), admin);
        admin.show(start);
        var store = new ClusterStore(SecretAccess.ON_DEMAND, start);
        var names = new ExternalNameResolver(store);
        var source = cluster.source(store);
        stops.push(names::close);
        stops.push(source::close);
        admin.waitFor(source::waitingFor);
        if (cluster.lacksAddress()) {
            LOG.warn(
                    "no address is known for the status of Ingress objects: --publish-service,"
                            + " --publish-status-address or --node-name would say it");
        }
        heralds.addFirst((_, _) -> start.current());
        keep(cluster, store)
                .ifPresent(last -> {
                    heralds.addLast((_, _) -> last.changed());
                    start.orElse(source.away(), last::load, new DiagnosticLog(EdgeRuntime::log));
                });
        var lookups = List.<DemandListener>of(source, names);
        var feed = new Feed(store::state, lookups, heralds, Feed.USUAL_PATIENCE);
        source.start().thenRun(() -> start.listed(feed));
        return this;
    }

    /// Keeps what is served for the next start, where a folder is given.
    private Optional<LastConfiguration> keep(ClusterParts cluster, ClusterStore store) {
        if (settings.lastConfiguration().folder().isEmpty()) {
            return Optional.empty();
        }
        var last = new LastConfiguration(cluster.place(), store::state, InstantSource.system());
        admin.show(last);
        stops.push(last::close);
        return Optional.of(last);
    }

    /// Who tells the world: the API server, or the log where we may or can write nothing there.
    private List<ProgrammedListener> heralds(ClusterParts cluster) {
        var log = new DiagnosticLog(EdgeRuntime::log);
        if (!settings.publish().enabled()) {
            return new ArrayList<>(List.of(log));
        }
        var status = cluster.status();
        admin.show(visitor -> ClusterParts.leadership(visitor, status));
        withdrawal = status::withdraw;
        stops.push(status::close);
        // A replica that has nothing of its own to write must not keep others from writing.
        ProgrammedListener writer = (_, _) -> status.start();
        return new ArrayList<>(List.of(writer, new ClusterHerald(status.planner(), log)));
    }

    /// The listeners open first, then readiness turns true, then the world is told.
    private Reconciler reconciler(Holdoff holdoff) {
        var publisher = new Publisher(List.of(gateway.plane()), List.of(opening, admin));
        var reconciler =
                new Reconciler(
                        new Translator(settings.translation()),
                        publisher,
                        holdoff,
                        InstantSource.system());
        admin.show(reconciler);
        stops.push(reconciler::close);
        return reconciler;
    }

    /// Completes when traffic is served; fails with a `StartFailure` when it cannot be.
    CompletableFuture<Void> opened() {
        return opening.opened();
    }

    void introduce() {
        gateway.introduce();
    }

    Listening listening() {
        var listen = settings.listen();
        var ports = gateway.plane().boundPorts();
        return new Listening(
                Listening.text(listen.bindAddress(), ports.http()),
                Listening.text(listen.bindAddress(), ports.https()),
                Listening.text(listen.managementBindAddress(), managementPort));
    }

    /// Stops taking traffic, lets the requests in flight finish and stops everything.
    void drain() {
        admin.draining();
        withdrawal.run();
        gateway.drain(settings.drain().timeout());
        stops.forEach(Runnable::run);
    }

    static void log(Severity severity, String line) {
        LOG.log(
                switch (severity) {
                    case INFO -> Logger.Level.INFO;
                    case WARNING -> Logger.Level.WARN;
                    case ERROR -> Logger.Level.ERROR;
                },
                line);
    }
}
