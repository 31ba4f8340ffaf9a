package dev.sekisho.gateway;

import dev.sekisho.gateway.body.SpoolSettings;
import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.overload.OverloadSettings;
import dev.sekisho.gateway.upstream.UpstreamSettings;
import java.time.Duration;

/// The usual settings on a free port of loopback, but for what a test says.
final class SettingsDraft {

    private static final GatewaySettings USUAL = GatewaySettings.DEFAULT;

    private ListenSettings listen = listening(0, ListenSettings.OFF, TrustedProxies.NONE);
    private ClientSettings clients = USUAL.clients();
    private HeadLimits heads = USUAL.heads();
    private UpstreamSettings upstream = USUAL.upstream();
    private OverloadSettings overload = USUAL.overload();
    private Duration drainDelay = USUAL.drainDelay();
    private SpoolSettings spool = USUAL.spool();

    private static ListenSettings listening(int http, int https, TrustedProxies announcing) {
        return new ListenSettings(
                "127.0.0.1", http, https, 0, 0, announcing, USUAL.listen().http2());
    }

    SettingsDraft ports(int http, int https) {
        listen = listening(http, https, listen.announcing());
        return this;
    }

    SettingsDraft announcedBy(TrustedProxies proxies) {
        listen = listening(listen.httpPort(), listen.httpsPort(), proxies);
        return this;
    }

    SettingsDraft http2(Http2Mode mode) {
        listen =
                new ListenSettings(
                        listen.address(),
                        listen.httpPort(),
                        listen.httpsPort(),
                        listen.publicHttpPort(),
                        listen.publicHttpsPort(),
                        listen.announcing(),
                        mode);
        return this;
    }

    SettingsDraft with(ClientSettings other) {
        clients = other;
        return this;
    }

    SettingsDraft trusting(TrustedProxies proxies) {
        clients =
                new ClientSettings(
                        clients.timeouts(),
                        clients.requestsPerConnection(),
                        proxies,
                        clients.rates());
        return this;
    }

    SettingsDraft with(HeadLimits other) {
        heads = other;
        return this;
    }

    SettingsDraft with(UpstreamSettings other) {
        upstream = other;
        return this;
    }

    SettingsDraft with(OverloadSettings other) {
        overload = other;
        return this;
    }

    SettingsDraft with(SpoolSettings other) {
        spool = other;
        return this;
    }

    SettingsDraft drainingAfter(Duration delay) {
        drainDelay = delay;
        return this;
    }

    GatewaySettings build() {
        return new GatewaySettings(listen, clients, heads, upstream, overload, drainDelay, spool);
    }
}
