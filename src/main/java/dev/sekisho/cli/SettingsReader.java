package dev.sekisho.cli;

import dev.sekisho.cli.Settings.Buffers;
import dev.sekisho.cli.Settings.Capacity;
import dev.sekisho.cli.Settings.Clients;
import dev.sekisho.cli.Settings.Drain;
import dev.sekisho.cli.Settings.Election;
import dev.sekisho.cli.Settings.Heads;
import dev.sekisho.cli.Settings.LastConfiguration;
import dev.sekisho.cli.Settings.Listen;
import dev.sekisho.cli.Settings.Logging;
import dev.sekisho.cli.Settings.Publish;
import dev.sekisho.cli.Settings.Routing;
import dev.sekisho.cli.Settings.Slowness;
import dev.sekisho.cli.Settings.Upstream;
import dev.sekisho.cli.Settings.Watch;
import dev.sekisho.model.http.BodyPolicy;
import dev.sekisho.model.http.BodyPolicy.Passing;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RetryPolicy;
import dev.sekisho.model.http.Upgrades;
import dev.sekisho.model.tls.UnknownSni;
import dev.sekisho.translate.TranslationSettings.ExternalNames;
import java.time.Duration;

/// From texts to settings; throws a `UsageException` for the first text that is wrong.
final class SettingsReader {

    private final OptionValues values;

    SettingsReader(OptionValues values) {
        this.values = values;
    }

    Settings settings() {
        return new Settings(
                listen(),
                clients(),
                capacity(),
                heads(),
                forwarding(),
                upstream(),
                buffers(),
                routing(),
                logging(),
                drain(),
                watch(),
                lastConfiguration(),
                publish(),
                values.get(ClusterOptions.LOAD_BALANCERS));
    }

    private Listen listen() {
        var loops = values.get(ProcessOptions.EVENT_LOOPS);
        return new Listen(
                values.get(ProcessOptions.BIND_ADDRESS),
                values.get(ProcessOptions.HTTP_PORT),
                values.get(ProcessOptions.HTTPS_PORT),
                values.get(ProcessOptions.MANAGEMENT_BIND_ADDRESS),
                values.get(ProcessOptions.MANAGEMENT_PORT),
                loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
                values.get(ProcessOptions.PUBLIC_HTTP_PORT),
                values.get(ProcessOptions.PUBLIC_HTTPS_PORT),
                values.get(TrafficOptions.HTTP2),
                values.get(TrafficOptions.TLS_ENGINE));
    }

    private Clients clients() {
        var announcing = values.get(TrafficOptions.PROXY_PROTOCOL_CIDRS);
        var proxyProtocol = values.get(TrafficOptions.USE_PROXY_PROTOCOL);
        if (proxyProtocol && announcing.isEmpty()) {
            throw new UsageException(
                    "--use-proxy-protocol: needs --proxy-protocol-cidrs (expected: the networks of"
                            + " the load balancers that speak it)");
        }
        return new Clients(
                values.get(TrafficOptions.TRUSTED_PROXIES),
                proxyProtocol,
                announcing,
                values.get(TrafficOptions.HEADER_TIMEOUT),
                values.get(TrafficOptions.KEEP_ALIVE_TIMEOUT),
                values.get(TrafficOptions.KEEP_ALIVE_REQUESTS),
                new Slowness(
                        values.get(ClientOptions.BODY_TIMEOUT),
                        values.get(ClientOptions.CLIENT_SEND_TIMEOUT),
                        values.get(ClientOptions.TLS_HANDSHAKE_TIMEOUT),
                        values.get(ClientOptions.BODY_MIN_RATE),
                        values.get(ClientOptions.RESPONSE_MIN_RATE)));
    }

    private Capacity capacity() {
        return new Capacity(
                values.get(CapacityOptions.MAX_CONNECTIONS),
                values.get(CapacityOptions.MAX_HTTP_CONNECTIONS),
                values.get(CapacityOptions.MAX_HTTPS_CONNECTIONS),
                values.get(CapacityOptions.MEMORY_WATERMARK));
    }

    private Heads heads() {
        return new Heads(
                values.get(HeadOptions.MAX_URI_SIZE),
                values.get(HeadOptions.MAX_HEADER_SIZE),
                values.get(HeadOptions.MAX_HEADER_FIELDS),
                values.get(HeadOptions.MAX_COOKIE_FIELDS),
                values.get(HeadOptions.MAX_RESPONSE_HEADER_SIZE),
                values.get(HeadOptions.MAX_CHUNK_EXTENSION_SIZE),
                values.get(HeadOptions.MAX_TRAILER_SIZE),
                values.get(HeadOptions.MAX_TRAILER_FIELDS),
                values.get(HeadOptions.UNDERSCORES_IN_HEADERS));
    }

    private ForwardPolicy forwarding() {
        return new ForwardPolicy(
                values.get(TrafficOptions.CONNECT_TIMEOUT),
                values.get(TrafficOptions.READ_TIMEOUT),
                values.get(TrafficOptions.SEND_TIMEOUT),
                values.get(TrafficOptions.MAX_REQUEST_BODY),
                retries(),
                values.get(UpstreamOptions.LOAD_BALANCE),
                body(),
                Upgrades.WEBSOCKET,
                Duration.ZERO);
    }

    private RetryPolicy retries() {
        return new RetryPolicy(
                values.get(UpstreamOptions.PROXY_NEXT_UPSTREAM),
                values.get(UpstreamOptions.PROXY_NEXT_UPSTREAM_TRIES),
                values.get(UpstreamOptions.PROXY_NEXT_UPSTREAM_TIMEOUT));
    }

    private Upstream upstream() {
        return new Upstream(
                values.get(UpstreamOptions.UPSTREAM_KEEPALIVE_TIMEOUT),
                values.get(UpstreamOptions.UPSTREAM_KEEPALIVE_REQUESTS),
                values.get(UpstreamOptions.UPSTREAM_KEEPALIVE_CONNECTIONS),
                values.get(UpstreamOptions.RETRY_BUDGET),
                values.get(UpstreamOptions.ENDPOINT_EJECTION_FAILURES),
                values.get(UpstreamOptions.ENDPOINT_SLOW_START));
    }

    private BodyPolicy body() {
        return new BodyPolicy(
                switch (values.get(ClientOptions.REQUEST_BUFFERING)) {
                    case ON -> Passing.WHOLE;
                    case OFF -> Passing.STREAMED;
                },
                values.get(ClientOptions.REQUEST_BUFFER_MEMORY));
    }

    private Buffers buffers() {
        return new Buffers(
                values.get(ClientOptions.REQUEST_BUFFER_MEMORY_TOTAL),
                values.get(ClientOptions.REQUEST_BUFFER_FOLDER),
                values.get(ClientOptions.REQUEST_BUFFER_FILES_TOTAL));
    }

    private Routing routing() {
        return new Routing(
                values.get(TrafficOptions.DEFAULT_BACKEND_SERVICE),
                values.get(TrafficOptions.DEFAULT_SSL_CERTIFICATE),
                switch (values.get(TrafficOptions.TLS_UNKNOWN_SNI)) {
                    case DEFAULT -> UnknownSni.SERVE_DEFAULT;
                    case REJECT -> UnknownSni.REJECT;
                },
                switch (values.get(TrafficOptions.EXTERNAL_NAMES)) {
                    case RESTRICTED -> ExternalNames.PUBLIC_AND_PRIVATE;
                    case ANYWHERE -> ExternalNames.ANYWHERE;
                });
    }

    private Logging logging() {
        return new Logging(
                values.get(ProcessOptions.ACCESS_LOG), values.get(ProcessOptions.LOG_LEVEL));
    }

    private Drain drain() {
        return new Drain(
                values.get(ProcessOptions.DRAIN_DELAY), values.get(ProcessOptions.DRAIN_TIMEOUT));
    }

    private Watch watch() {
        return new Watch(
                values.get(ClusterOptions.KUBECONFIG),
                values.get(ClusterOptions.WATCH_NAMESPACE),
                values.get(ClusterOptions.INGRESS_CLASS),
                values.get(ClusterOptions.WATCH_INGRESS_WITHOUT_CLASS));
    }

    private LastConfiguration lastConfiguration() {
        return new LastConfiguration(
                values.get(ClusterOptions.LAST_CONFIGURATION_FOLDER),
                switch (values.get(ClusterOptions.LAST_CONFIGURATION_SECRETS)) {
                    case KEEP -> true;
                    case OMIT -> false;
                });
    }

    private Publish publish() {
        return new Publish(
                values.get(ClusterOptions.PUBLISH_SERVICE),
                values.get(ClusterOptions.PUBLISH_STATUS_ADDRESS),
                values.get(ClusterOptions.UPDATE_STATUS),
                values.get(ClusterOptions.UPDATE_STATUS_ON_SHUTDOWN),
                new Election(
                        values.get(ClusterOptions.ELECTION_ID),
                        values.get(ClusterOptions.NAMESPACE),
                        values.get(ProcessOptions.POD_NAME)),
                values.get(ClusterOptions.NODE_NAME));
    }
}
