package dev.sekisho;

import dev.sekisho.gateway.GatewayPlane;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Snapshot;
import dev.sekisho.plane.ProgrammedListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Opens the listeners when the first snapshot is programmed, so that nobody meets an empty
/// gateway.
final class Opening implements ProgrammedListener {

    private final GatewayPlane gateway;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    Opening(GatewayPlane gateway) {
        this.gateway = gateway;
    }

    @Override
    public void programmed(Snapshot snapshot, List<Diagnostic> diagnostics) {
        if (opened.isDone()) {
            return;
        }
        try {
            gateway.start();
            opened.complete(null);
        } catch (IOException refused) {
            opened.completeExceptionally(new StartFailure(String.valueOf(refused.getMessage())));
        }
    }

    /// Completes when traffic is served; fails with a `StartFailure` when it cannot be.
    CompletableFuture<Void> opened() {
        return opened;
    }
}
