package dev.sekisho.gateway;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Ends service without cutting a request short, as far as the time that is given allows.
///
/// Steps of one task on the first loop: accept on while load balancers learn, then close what is
/// idle, again and again until nothing is left or the time is over.
@SuppressWarnings("FutureReturnValueIgnored") // The loop outlives the drain.
final class Drain {

    private static final long STEP_MILLIS = 50;

    private final GatewayPlane plane;
    private final long acceptUntil;
    private final long endBy;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean accepting = true;

    Drain(GatewayPlane plane, Duration grace) {
        this.plane = plane;
        long now = System.nanoTime();
        this.acceptUntil = now + plane.settings().drainDelay().toNanos();
        this.endBy = now + grace.toNanos();
    }

    CompletableFuture<Void> start() {
        plane.loops().getFirst().eventLoop().execute(this::step);
        return done;
    }

    private void step() {
        long now = System.nanoTime();
        if (accepting && now - acceptUntil >= 0) {
            accepting = false;
            plane.stopAccepting();
        }
        if (!accepting) {
            plane.onEveryLoop(GatewayLoop::closeIdle);
        }
        boolean finished = !accepting && plane.openConnections() == 0;
        if (finished || now - endBy >= 0) {
            plane.stopAccepting();
            plane.onEveryLoop(GatewayLoop::closeAll);
            done.complete(null);
            return;
        }
        plane.loops()
                .getFirst()
                .eventLoop()
                .schedule(this::step, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }
}
