package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.Method;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.http1.ResponseRule;
import dev.sekisho.gateway.observe.ExchangeRecord;
import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.gateway.tls.BackendTlsFailure;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What metrics and access log see of an exchange. Makes texts only when asked for them.
final class FinishedExchange implements ExchangeRecord {

    private final Exchange exchange;

    FinishedExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public RouteStats stats() {
        return exchange.stats();
    }

    @Override
    public int status() {
        return exchange.status();
    }

    @Override
    public CharSequence method() {
        Method method = exchange.request().method();
        RequestHead head = exchange.request();
        return method == Method.OTHER ? text(head.methodStart(), head.methodEnd()) : method.name();
    }

    @Override
    public CharSequence target() {
        return text(exchange.request().targetStart(), exchange.request().targetEnd());
    }

    @Override
    public CharSequence host() {
        return text(exchange.request().hostStart(), exchange.request().authorityEnd());
    }

    @Override
    public CharSequence protocol() {
        return exchange.client().protocol();
    }

    @Override
    public CharSequence userAgent() {
        return field(KnownName.USER_AGENT);
    }

    @Override
    public CharSequence referer() {
        return field(KnownName.REFERER);
    }

    @Override
    public CharSequence requestId() {
        RequestHead head = exchange.request();
        RequestId id = exchange.requestId();
        if (id.isKept()) {
            return text(head.valueStart(id.field()), head.valueEnd(id.field()));
        }
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(id.high()) + hex.toHexDigits(id.low());
    }

    private CharSequence field(KnownName name) {
        int field = exchange.request().find(name);
        return field < 0
                ? ""
                : text(exchange.request().valueStart(field), exchange.request().valueEnd(field));
    }

    private CharSequence text(int start, int end) {
        return start >= end
                ? ""
                : new String(
                        exchange.request().bytes(),
                        start,
                        end - start,
                        StandardCharsets.ISO_8859_1);
    }

    @Override
    public String remoteAddress() {
        return exchange.peer().address();
    }

    @Override
    public String upstreamAddresses() {
        return exchange.forwarding().choice().attempts().addresses();
    }

    @Override
    public String upstreamStatuses() {
        return exchange.forwarding().choice().attempts().statuses();
    }

    @Override
    public long requestBytes() {
        return exchange.receivedBytes();
    }

    @Override
    public long responseBytes() {
        return exchange.sentBytes();
    }

    @Override
    public long startEpochMillis() {
        return exchange.loop().epochMillis(exchange.startNanos());
    }

    @Override
    public long durationNanos() {
        return System.nanoTime() - exchange.startNanos();
    }

    @Override
    public long connectNanos() {
        return exchange.forwarding().choice().times().connectNanos();
    }

    @Override
    public long headerNanos() {
        return exchange.forwarding().choice().times().headerNanos();
    }

    @Override
    public long upstreamNanos() {
        return exchange.forwarding().choice().times().wholeNanos();
    }

    @Override
    public @Nullable String rule() {
        RequestRule rule = exchange.rule();
        ResponseRule response = exchange.response().rule();
        if (rule != null) {
            return rule.name();
        }
        return response == null ? tlsFailure() : response.name();
    }

    private @Nullable String tlsFailure() {
        BackendTlsFailure failure = exchange.forwarding().choice().attempts().failure();
        return failure == null ? null : "BACKEND_TLS_" + failure.name();
    }
}
