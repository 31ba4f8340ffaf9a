package dev.sekisho.gateway;

import dev.sekisho.gateway.filter.Filters;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.gateway.route.CompiledRoute;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Decides what is done with a request whose head has come: finds its route, begins its body within
/// the route's limits, and then forwards, redirects or refuses it.
final class Dispatch {

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
            unrouted(in);
            return;
        }
        exchange.belongsTo(found.stats());
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

    private void unrouted(ByteBuf in) {
        exchange.body().start(exchange.request(), 0, false);
        receive(in);
        RequestRule broken = exchange.body().rule();
        if (broken != null) {
            exchange.refuse(broken);
        } else {
            exchange.answer(404);
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
