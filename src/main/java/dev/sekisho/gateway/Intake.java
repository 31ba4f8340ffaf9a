package dev.sekisho.gateway;

import dev.sekisho.gateway.body.Shortage;
import dev.sekisho.gateway.body.StoredBody;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.model.http.BodyPolicy;
import dev.sekisho.model.http.BodyPolicy.Passing;
import dev.sekisho.model.http.RouteAction;
import org.jspecify.annotations.Nullable;

/// Takes in a whole body before the request goes on to a pod.
///
/// While the body comes no pod is chosen, so that the pods that are there in the end are. While a
/// file is written the client is not read from.
final class Intake implements StoredBody.Owner {

    private final GatewayLoop loop;
    private final Exchange exchange;
    private @Nullable StoredBody store;
    private RouteAction.@Nullable Forward then;

    Intake(GatewayLoop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
    }

    void clear() {
        store = null;
        then = null;
    }

    /// Keeps the body whole if `policy` wants that.
    void prepare(BodyPolicy policy) {
        if (policy.passing() == Passing.WHOLE) {
            StoredBody kept =
                    loop.spool()
                            .keep(
                                    loop.eventLoop(),
                                    exchange.client().alloc(),
                                    policy.memoryBytes(),
                                    this);
            store = kept;
            exchange.body().keepIn(kept);
        }
    }

    /// Whether the request waits for its body.
    boolean isWaiting() {
        return then != null;
    }

    /// Goes on with `forward` once the body is there.
    void await(RouteAction.Forward forward) {
        then = forward;
        RequestHead head = exchange.request();
        RequestBody body = exchange.body();
        if (head.expectsContinue() && !body.isComplete() && body.received() == 0) {
            exchange.client().inviteBody();
        }
        advance();
    }

    /// Something of the body came, or was written.
    void advance() {
        StoredBody kept = store;
        RouteAction.Forward forward = then;
        if (kept == null || forward == null) {
            return;
        }
        Shortage shortage = kept.shortage();
        if (shortage != null) {
            then = null;
            exchange.answer(Answer.later());
        } else if (kept.isBusy()) {
            exchange.client().pauseBody();
        } else if (exchange.body().isComplete()) {
            then = null;
            exchange.forward(
                    loop.plane().published().backends().get(forward.backend()), forward.policy());
        } else {
            exchange.client().resumeBody();
        }
    }

    @Override
    public void bodyWritten() {
        if (then != null) {
            advance();
            exchange.forwarding().flush();
        }
    }
}
