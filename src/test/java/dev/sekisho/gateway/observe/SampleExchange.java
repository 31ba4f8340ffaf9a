package dev.sekisho.gateway.observe;

import org.jspecify.annotations.Nullable;

/// An exchange that was over long ago, its text open to change.
final class SampleExchange implements ExchangeRecord {

    private final RouteStats stats;
    int status = 200;
    String method = "GET";
    String target = "/api/items?page=2";
    String host = "shop.example";
    String userAgent = "curl/8.5";
    String referer = "";
    String requestId = "5f0c2a";
    String upstreamAddresses = "10.0.0.7:8080";
    String upstreamStatuses = "200";
    long durationNanos = 7_250_000;
    long connectNanos = -1;
    @Nullable String rule;

    SampleExchange(RouteStats stats) {
        this.stats = stats;
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
        return method;
    }

    @Override
    public CharSequence target() {
        return target;
    }

    @Override
    public CharSequence host() {
        return host;
    }

    @Override
    public CharSequence protocol() {
        return "HTTP/1.1";
    }

    @Override
    public CharSequence userAgent() {
        return userAgent;
    }

    @Override
    public CharSequence referer() {
        return referer;
    }

    @Override
    public CharSequence requestId() {
        return requestId;
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.9";
    }

    @Override
    public String upstreamAddresses() {
        return upstreamAddresses;
    }

    @Override
    public String upstreamStatuses() {
        return upstreamStatuses;
    }

    @Override
    public long requestBytes() {
        return 95;
    }

    @Override
    public long responseBytes() {
        return 1_234;
    }

    @Override
    public long startEpochMillis() {
        return 1_795_444_496_789L;
    }

    @Override
    public long durationNanos() {
        return durationNanos;
    }

    @Override
    public long connectNanos() {
        return connectNanos;
    }

    @Override
    public long headerNanos() {
        return upstreamAddresses.isEmpty() ? -1 : 6_000_000;
    }

    @Override
    public long upstreamNanos() {
        return upstreamAddresses.isEmpty() ? -1 : 7_000_000;
    }

    @Override
    public @Nullable String rule() {
        return rule;
    }
}
