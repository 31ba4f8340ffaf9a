package dev.sekisho.gateway;

import dev.sekisho.gateway.observe.ExchangeRecord;
import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.gateway.upstream.Attempts;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What the access log sees of a TLS connection that was passed through: nothing of what was said
/// in it.
final class PassedRecord implements ExchangeRecord {

    private final GatewayLoop loop;
    private final Peer peer;
    private final RouteStats stats;
    private final String serverName;
    private final Attempts attempts = new Attempts();
    private final UpstreamTimes times = new UpstreamTimes();
    private final long startNanos = System.nanoTime();
    private int status;
    private long up;
    private long down;

    PassedRecord(GatewayLoop loop, Peer peer, RouteStats stats, String serverName) {
        this.loop = loop;
        this.peer = peer;
        this.stats = stats;
        this.serverName = serverName;
    }

    Attempts attempts() {
        return attempts;
    }

    UpstreamTimes times() {
        return times;
    }

    /// It ended with a status as nginx has them for such connections: 200 where a pod took it.
    void ended(int code, long toPod, long toClient) {
        status = code;
        up = toPod;
        down = toClient;
        times.completed();
    }

    @Override
    public RouteStats stats() {
        return stats;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public CharSequence method() {
        return "";
    }

    @Override
    public CharSequence target() {
        return "";
    }

    @Override
    public CharSequence host() {
        return serverName;
    }

    @Override
    public CharSequence protocol() {
        return "TLS";
    }

    @Override
    public CharSequence userAgent() {
        return "";
    }

    @Override
    public CharSequence referer() {
        return "";
    }

    @Override
    public CharSequence requestId() {
        HexFormat hex = HexFormat.of();
        RequestIds ids = loop.requestIds();
        return hex.toHexDigits(ids.next()) + hex.toHexDigits(ids.next());
    }

    @Override
    public String remoteAddress() {
        return peer.address();
    }

    @Override
    public String upstreamAddresses() {
        return attempts.addresses();
    }

    @Override
    public String upstreamStatuses() {
        return attempts.statuses();
    }

    @Override
    public long requestBytes() {
        return up;
    }

    @Override
    public long responseBytes() {
        return down;
    }

    @Override
    public long startEpochMillis() {
        return loop.epochMillis(startNanos);
    }

    @Override
    public long durationNanos() {
        return System.nanoTime() - startNanos;
    }

    @Override
    public long connectNanos() {
        return times.connectNanos();
    }

    @Override
    public long headerNanos() {
        return -1;
    }

    @Override
    public long upstreamNanos() {
        return attempts.count() == 0 ? -1 : times.wholeNanos();
    }

    @Override
    public @Nullable String rule() {
        return null;
    }
}
