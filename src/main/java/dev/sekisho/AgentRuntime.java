package dev.sekisho;

import dev.sekisho.admin.AdminState;
import dev.sekisho.announce.HostNetwork;
import dev.sekisho.cli.AgentSettings;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.kube.ServiceSource;
import dev.sekisho.model.Severity;
import dev.sekisho.plane.Plane;
import dev.sekisho.reconcile.Holdoff;
import dev.sekisho.reconcile.Publisher;
import dev.sekisho.reconcile.Reconciler;
import dev.sekisho.serviceproxy.HealthServer;
import dev.sekisho.serviceproxy.HealthServer.Answer;
import dev.sekisho.serviceproxy.Kernel;
import dev.sekisho.serviceproxy.KernelException;
import dev.sekisho.serviceproxy.NftKernel;
import dev.sekisho.serviceproxy.RuleSettings;
import dev.sekisho.serviceproxy.ServiceProxyPlane;
import dev.sekisho.status.DiagnosticLog;
import dev.sekisho.translate.Translator;
import dev.sekisho.translate.service.Balancers;
import dev.sekisho.translate.service.ServiceSettings.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The agent of a node in this process: a source, the reconciler and the plane of Services, joined.
///
/// It reads Services, EndpointSlices and its Node, and nothing else. When it ends, the rules stay.
final class AgentRuntime {

    private static final Logger LOG = Logger.getLogger("sekisho");
    private static final String EVERYWHERE = "::";

    private final AgentSettings settings;
    private final AdminState admin;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final CompletableFuture<Void> programmed = new CompletableFuture<>();

    AgentRuntime(AgentSettings settings, AdminState admin) {
        this.settings = settings;
        this.admin = admin;
    }

    /// Removes what agents left in the kernel.
    static void cleanUp() {
        try (var kernel = new NftKernel(List.of())) {
            ServiceProxyPlane.cleanUp(kernel);
            HostNetwork.cleanUp();
        } catch (KernelException | IOException refused) {
            throw new StartFailure(String.valueOf(refused.getMessage()));
        }
    }

    /// Starts to serve; returns the port of the health server.
    int start() {
        var plane = plane();
        var health = health(plane);
        var connection = ClusterParts.connect(settings.process());
        stops.push(connection::close);
        var announcing = AnnounceParts.make(settings, connection, plane::isInSync);
        announcing.ifPresent(this::announce);
        var reconciler = reconciler(plane, announcing);
        var store = new ClusterStore(SecretAccess.EXHAUSTIVE, reconciler);
        var source = new ServiceSource(connection, store, settings.services().nodeName());
        stops.push(source::close);
        if (settings.services().balancers() != Balancers.NONE) {
            source.readPools();
        }
        admin.waitFor(source::waitingFor);
        source.start().thenRun(() -> reconciler.start(store::state, List.of()));
        return health.port();
    }

    /// Completes when the kernel serves the first snapshot.
    CompletableFuture<Void> programmed() {
        return programmed;
    }

    void stop() {
        admin.draining();
        stops.forEach(Runnable::run);
    }

    private ServiceProxyPlane plane() {
        var kernel = new NftKernel(List.of());
        check(kernel);
        var rules =
                new RuleSettings(settings.mark(), settings.podRanges(), settings.serviceRanges());
        var plane =
                new ServiceProxyPlane(
                        kernel,
                        rules,
                        AgentRuntime::isOurs,
                        settings.checkInterval(),
                        SpareMemory::giveBack);
        admin.show(plane);
        stops.push(plane::close);
        return plane;
    }

    /// Where all Services are ours, another proxy beside us is worth a word.
    private void check(Kernel kernel) {
        try {
            ServiceProxyPlane.check(kernel);
            if (settings.services().reach() == Reach.ALL) {
                ServiceProxyPlane.rivals(kernel).forEach(LOG::warn);
            }
        } catch (KernelException refused) {
            throw new StartFailure(String.valueOf(refused.getMessage()));
        }
    }

    private HealthServer health(ServiceProxyPlane plane) {
        try {
            var server =
                    HealthServer.start(
                            EVERYWHERE,
                            settings.healthPort(),
                            path -> plane.health(path).orElse(new Answer(404, "", -1)));
            stops.push(server::close);
            return server;
        } catch (IOException taken) {
            throw new StartFailure(
                    "--service-health-port: cannot listen on port %d: %s"
                            .formatted(settings.healthPort(), taken.getMessage()));
        }
    }

    private void announce(AnnounceParts parts) {
        admin.show(parts.plane());
        stops.push(parts::stop);
        parts.start();
    }

    /// Rules come first: an address is answered for when it leads somewhere.
    private static List<Plane> planes(ServiceProxyPlane plane, Optional<AnnounceParts> announcing) {
        return Stream.<Plane>concat(Stream.of(plane), announcing.stream().map(AnnounceParts::plane))
                .toList();
    }

    private Reconciler reconciler(ServiceProxyPlane plane, Optional<AnnounceParts> announcing) {
        var log = new DiagnosticLog(AgentRuntime::log);
        var publisher =
                new Publisher(
                        planes(plane, announcing),
                        List.of(admin, log, (_, _) -> programmed.complete(null)));
        var translation = settings.process().translation().with(settings.services());
        var reconciler =
                new Reconciler(
                        new Translator(translation),
                        publisher,
                        Holdoff.BRIEF,
                        InstantSource.system());
        admin.show(reconciler);
        stops.push(reconciler::close);
        return reconciler;
    }

    private static boolean isOurs(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(address)) != null;
        } catch (IOException | IllegalArgumentException unknown) {
            LOG.debugf("%s: %s", address, unknown.getMessage());
            return false;
        }
    }

    private static void log(Severity severity, String line) {
        EdgeRuntime.log(severity, line);
    }
}
