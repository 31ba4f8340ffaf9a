package dev.sekisho.cli;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.translate.TranslationSettings.BackendRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The options about requests, clients, certificates and pods.
final class TrafficOptions {

    /// How a server name without a certificate is answered.
    enum SniAnswer {
        DEFAULT,
        REJECT
    }

    /// Which addresses an ExternalName Service may lead to.
    enum NameReach {
        RESTRICTED,
        ANYWHERE
    }

    static final Option<List<String>> TRUSTED_PROXIES =
            Option.of(
                    "trusted-proxies",
                    Grammars.CIDR.list(),
                    "",
                    Command.GATEWAYS,
                    "Peers whose X-Forwarded-* and X-Request-ID headers are believed.");

    static final Option<Boolean> USE_PROXY_PROTOCOL =
            Option.of(
                    "use-proxy-protocol",
                    Grammars.SWITCH,
                    "false",
                    Command.GATEWAYS,
                    "Whether load balancers in front send the PROXY protocol, version 1 or 2.");

    static final Option<List<String>> PROXY_PROTOCOL_CIDRS =
            Option.of(
                    "proxy-protocol-cidrs",
                    Grammars.CIDR.list(),
                    "",
                    Command.GATEWAYS,
                    "Peers whose connections must begin with the PROXY protocol if it is used;"
                            + " those of others must not.");

    static final Option<Optional<BackendRef>> DEFAULT_BACKEND_SERVICE =
            Option.of(
                    "default-backend-service",
                    Grammars.BACKEND.orNothing(),
                    "",
                    Command.GATEWAYS,
                    "The Service that gets what no Ingress matches, instead of a 404.");

    static final Option<Optional<ObjectRef>> DEFAULT_SSL_CERTIFICATE =
            Option.of(
                    "default-ssl-certificate",
                    Grammars.SECRET.orNothing(),
                    "",
                    Command.GATEWAYS,
                    "The Secret of the default certificate, instead of one made at start.");

    static final Option<SniAnswer> TLS_UNKNOWN_SNI =
            Option.of(
                    "tls-unknown-sni",
                    Grammars.oneOf(SniAnswer.class),
                    "default",
                    Command.GATEWAYS,
                    "Whether TLS for an unknown server name gets the default certificate or an"
                            + " alert.");

    static final Option<TlsEngine> TLS_ENGINE =
            Option.of(
                    "tls-engine",
                    Grammars.oneOf(TlsEngine.class),
                    "auto",
                    Command.GATEWAYS,
                    "What speaks TLS with clients and pods: OpenSSL's library, here BoringSSL, or the"
                            + " JDK. auto is OpenSSL's where it can be loaded.");

    static final Option<Http2> HTTP2 =
            Option.of(
                    "http2",
                    Grammars.oneOf(Http2.class),
                    "everywhere",
                    Command.GATEWAYS,
                    "Where clients may speak HTTP/2: everywhere, which without TLS means those that"
                            + " begin with it, over TLS only, or not at all.");

    static final Option<NameReach> EXTERNAL_NAMES =
            Option.of(
                    "external-names",
                    Grammars.oneOf(NameReach.class),
                    "restricted",
                    Command.GATEWAYS,
                    "Whether an ExternalName Service may lead to loopback, link-local and metadata"
                            + " addresses.");

    static final Option<Long> MAX_REQUEST_BODY =
            Option.of(
                    "max-request-body",
                    Grammars.SIZE,
                    "0",
                    Command.GATEWAYS,
                    "The largest request body; a larger one is answered 413. 0 is no limit.");

    static final Option<Duration> CONNECT_TIMEOUT =
            Option.of(
                    "connect-timeout",
                    Grammars.TIMEOUT,
                    "5s",
                    Command.GATEWAYS,
                    "How long connecting to a pod may take.");

    static final Option<Duration> READ_TIMEOUT =
            Option.of(
                    "read-timeout",
                    Grammars.TIMEOUT,
                    "60s",
                    Command.GATEWAYS,
                    "How long a pod may be silent while an answer is due.");

    static final Option<Duration> SEND_TIMEOUT =
            Option.of(
                    "send-timeout",
                    Grammars.TIMEOUT,
                    "60s",
                    Command.GATEWAYS,
                    "How long a pod may take no byte of a request.");

    static final Option<Duration> HEADER_TIMEOUT =
            Option.of(
                    "header-timeout",
                    Grammars.TIMEOUT,
                    "60s",
                    Command.GATEWAYS,
                    "How long a client may take to send a request head.");

    static final Option<Duration> KEEP_ALIVE_TIMEOUT =
            Option.of(
                    "keep-alive-timeout",
                    Grammars.TIMEOUT,
                    "75s",
                    Command.GATEWAYS,
                    "How long an idle client connection is kept.");

    static final Option<Integer> KEEP_ALIVE_REQUESTS =
            Option.of(
                    "keep-alive-requests",
                    Grammars.REQUESTS,
                    "1000",
                    Command.GATEWAYS,
                    "How many requests one client connection may carry.");

    static final List<Option<?>> ALL =
            List.of(
                    TRUSTED_PROXIES,
                    USE_PROXY_PROTOCOL,
                    PROXY_PROTOCOL_CIDRS,
                    DEFAULT_BACKEND_SERVICE,
                    DEFAULT_SSL_CERTIFICATE,
                    TLS_UNKNOWN_SNI,
                    TLS_ENGINE,
                    HTTP2,
                    EXTERNAL_NAMES,
                    MAX_REQUEST_BODY,
                    CONNECT_TIMEOUT,
                    READ_TIMEOUT,
                    SEND_TIMEOUT,
                    HEADER_TIMEOUT,
                    KEEP_ALIVE_TIMEOUT,
                    KEEP_ALIVE_REQUESTS);

    private TrafficOptions() {}
}
