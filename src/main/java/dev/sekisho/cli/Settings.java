package dev.sekisho.cli;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.tls.UnknownSni;
import dev.sekisho.translate.TranslationSettings;
import dev.sekisho.translate.TranslationSettings.BackendRef;
import dev.sekisho.translate.TranslationSettings.ExternalNames;
import dev.sekisho.translate.service.Balancers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// What the operator decided, typed and checked.
public record Settings(
        Listen listen,
        Clients clients,
        Capacity capacity,
        Heads heads,
        ForwardPolicy forwarding,
        Upstream upstream,
        Buffers buffers,
        Routing routing,
        Logging logging,
        Drain drain,
        Watch watch,
        LastConfiguration lastConfiguration,
        Publish publish,
        Balancers balancers) {

    /// Where we listen; port 0 picks a free one. `eventLoops` is at least 1. The public ports are
    /// those that clients use, 0 for the ones that we listen on.
    public record Listen(
            String bindAddress,
            int httpPort,
            int httpsPort,
            String managementBindAddress,
            int managementPort,
            int eventLoops,
            int publicHttpPort,
            int publicHttpsPort,
            Http2 http2,
            TlsEngine tlsEngine) {}

    /// How clients are treated; `trustedProxies` and `proxyProtocolCidrs` are addresses and CIDR
    /// blocks.
    public record Clients(
            List<String> trustedProxies,
            boolean proxyProtocol,
            List<String> proxyProtocolCidrs,
            Duration headerTimeout,
            Duration keepAliveTimeout,
            int keepAliveRequests,
            Slowness slowness) {

        public Clients {
            trustedProxies = List.copyOf(trustedProxies);
            proxyProtocolCidrs = List.copyOf(proxyProtocolCidrs);
        }
    }

    /// How connections to pods are kept and pods judged. `retryBudget` is in percent of the
    /// requests; `ejectionFailures` and `slowStart` 0 switch these off.
    public record Upstream(
            Duration keepAliveTimeout,
            int keepAliveRequests,
            int keepAliveConnections,
            int retryBudget,
            int ejectionFailures,
            Duration slowStart) {}

    /// How much is taken on; 0 is no limit of ours. `memoryWatermark` is in percent.
    public record Capacity(
            int maxConnections,
            int maxHttpConnections,
            int maxHttpsConnections,
            int memoryWatermark) {}

    /// How large heads and trailers may be, in bytes and fields.
    public record Heads(
            int targetBytes,
            int fieldBytes,
            int fields,
            int cookies,
            int responseBytes,
            int chunkExtensionBytes,
            int trailerBytes,
            int trailerFields,
            boolean underscores) {}

    /// How slow clients may be: times without progress, and bytes a second, 0 for none.
    public record Slowness(
            Duration body,
            Duration send,
            Duration handshake,
            long bodyBytesPerSecond,
            long responseBytesPerSecond) {}

    /// Room for all request bodies that are kept whole. 0 is no limit; an empty folder is none.
    public record Buffers(long memoryBytes, String folder, long fileBytes) {}

    /// What applies to all Ingress objects.
    public record Routing(
            Optional<BackendRef> defaultBackend,
            Optional<ObjectRef> defaultCertificate,
            UnknownSni unknownSni,
            ExternalNames externalNames) {}

    public record Logging(AccessLog accessLog, LogLevel level) {}

    /// `delay` passes between being not ready and closing connections, `timeout` at most until the
    /// last one is cut.
    public record Drain(Duration delay, Duration timeout) {}

    /// What is read from the cluster; an empty list or path means all, or the usual place.
    public record Watch(
            String kubeconfig,
            List<String> namespaces,
            List<String> ingressClasses,
            boolean withoutClass) {

        public Watch {
            namespaces = List.copyOf(namespaces);
            ingressClasses = List.copyOf(ingressClasses);
        }
    }

    /// Where the configuration is kept for a restart; an empty folder means nowhere.
    public record LastConfiguration(String folder, boolean secrets) {}

    /// What is written to the cluster, and who may. Empty names are found out at start.
    public record Publish(
            Optional<ObjectRef> service,
            List<PublishedAddress> addresses,
            boolean enabled,
            boolean clearedOnShutdown,
            Election election,
            String nodeName) {

        public Publish {
            addresses = List.copyOf(addresses);
        }
    }

    /// The Lease whose holder writes status.
    public record Election(String lease, String namespace, String holder) {}

    /// The part that translation needs.
    public TranslationSettings translation() {
        return new TranslationSettings(
                TranslationSettings.CONTROLLER,
                new LinkedHashSet<>(watch.ingressClasses()),
                watch.withoutClass(),
                routing.defaultBackend(),
                routing.defaultCertificate(),
                routing.unknownSni(),
                routing.externalNames(),
                publish.addresses(),
                publish.service(),
                publish.nodeName(),
                forwarding,
                Optional.empty(),
                balancers);
    }
}
