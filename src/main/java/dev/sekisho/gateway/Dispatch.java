package dev.sekisho.gateway;

import dev.sekisho.gateway.filter.Filters;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.gateway.route.CompiledRoute;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Decides what is done with a request whose head has come: finds its route, begins its body within
/// the route's limits, and then forwards, redirects or refuses it.
final class Dispatch {

    private static final int NONE = 0;

    /// RFC 9110 15.5.20: what was agreed on by TLS is not for this host.
    private static final int MISDIRECTED = 421;

    /// As nginx: the client has shown no certificate, or a bad one.
    private static final int BAD_CERTIFICATE = 400;

    private final GatewayLoop loop;
    private final Exchange exchange;
    private final Intake intake;

    Dispatch(GatewayLoop loop, Exchange exchange, Intake intake) {
        this.loop = loop;
        this.exchange = exchange;
        this.intake = intake;
    }

    /// Begins; `in` holds what came with the head.
    void begin(ByteBuf in) {
        CompiledRoute found = route(exchange.request());
        if (found == null) {
            unserved(in, 404);
            return;
        }
        exchange.belongsTo(found.stats());
        int obstacle = exchange.client().isSecured() ? obstacle(found) : NONE;
        if (obstacle != NONE) {
            unserved(in, obstacle);
            return;
        }
        Route route = found.route();
        RequestBody body = exchange.body();
        body.start(exchange.request(), limit(route), speaksHttp2(found.backend()));
        if (!body.isComplete() && route.action() instanceof RouteAction.Forward forward) {
            intake.prepare(forward.policy().body());
        }
        receive(in);
        RequestRule broken = body.rule();
        if (broken != null) {
            exchange.refuse(broken);
        } else if (loop.plane().admission().refusesRequests()) {
            exchange.answer(Answer.later());
        } else if (route.filters().isEmpty() || !isRedirected(route)) {
            act(route.action(), found.backend());
        }
    }

    /// Why a client whose TLS we have ended is not served, as a status.
    private int obstacle(CompiledRoute found) {
        if (found.passthrough() != Passthrough.NONE) {
            exchange.client().misdirected(false);
            return MISDIRECTED;
        }
        TlsPolicy policy = found.tls();
        if (policy != null && !exchange.client().keeps(policy)) {
            exchange.client().misdirected(true);
            return MISDIRECTED;
        }
        return exchange.peer().identity().isBarred() ? BAD_CERTIFICATE : NONE;
    }

    private @Nullable CompiledRoute route(RequestHead request) {
        return loop.plane()
                .published()
                .table()
                .find(
                        request.bytes(),
                        request.hostStart(),
                        request.hostEnd(),
                        request.pathStart(),
                        request.pathEnd());
    }

    /// Answers a request that goes nowhere.
    private void unserved(ByteBuf in, int status) {
        exchange.body().start(exchange.request(), 0, false);
        receive(in);
        RequestRule broken = exchange.body().rule();
        if (broken != null) {
            exchange.refuse(broken);
        } else {
            exchange.answer(status);
        }
    }

    private static boolean speaksHttp2(@Nullable BackendSlot backend) {
        return backend != null && backend.speaksHttp2();
    }

    private static long limit(Route route) {
        return switch (route.action()) {
            case RouteAction.Forward(_, ForwardPolicy policy) -> policy.maxBodyBytes();
            case RouteAction.Unavailable _ -> 0;
        };
    }

    private void receive(ByteBuf in) {
        RequestBody body = exchange.body();
        if (in.isReadable() && !body.isComplete() && body.rule() == null) {
            body.receive(in);
        }
    }

    private boolean isRedirected(Route route) {
        Filters.Redirect redirect = Filters.run(route.filters(), new RequestView(exchange));
        if (redirect == null) {
            return false;
        }
        exchange.answer(Answer.redirect(redirect.status(), redirect.location()));
        return true;
    }

    private void act(RouteAction action, @Nullable BackendSlot backend) {
        switch (action) {
            case RouteAction.Forward forward -> {
                if (exchange.body().isStored() && backend != null) {
                    intake.await(forward);
                } else {
                    exchange.forward(backend, forward.policy());
                }
            }
            case RouteAction.Unavailable _ -> exchange.answer(503);
        }
    }
}
