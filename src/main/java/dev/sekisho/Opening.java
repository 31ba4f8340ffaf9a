package dev.sekisho;

import dev.sekisho.gateway.GatewayPlane;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Severity;
import dev.sekisho.model.Snapshot;
import dev.sekisho.plane.ProgrammedListener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Opens the listeners when the first snapshot is programmed, so that nobody meets an empty
/// gateway. A default certificate that cannot be used keeps them shut: whoever asked for it would
/// otherwise serve one that no client trusts.
final class Opening implements ProgrammedListener {

    private final GatewayPlane gateway;
    private final Optional<ObjectRef> defaultCertificate;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    Opening(GatewayPlane gateway, Optional<ObjectRef> defaultCertificate) {
        this.gateway = gateway;
        this.defaultCertificate = defaultCertificate;
    }

    @Override
    public void programmed(Snapshot snapshot, List<Diagnostic> diagnostics) {
        if (opened.isDone()) {
            return;
        }
        var refusal = defaultCertificate.flatMap(secret -> unusable(secret, diagnostics));
        if (refusal.isPresent()) {
            opened.completeExceptionally(new StartFailure(refusal.get()));
            return;
        }
        try {
            gateway.start();
            opened.complete(null);
        } catch (IOException refused) {
            opened.completeExceptionally(new StartFailure(String.valueOf(refused.getMessage())));
        }
    }

    private static Optional<String> unusable(ObjectRef secret, List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(it -> it.subject().equals(secret) && it.severity() == Severity.ERROR)
                .map(it ->
                        "--default-ssl-certificate: "
                                + secret.path()
                                + ": "
                                + it.reason()
                                + ": "
                                + it.message())
                .findFirst();
    }

    /// Completes when traffic is served; fails with a `StartFailure` when it cannot be.
    CompletableFuture<Void> opened() {
        return opened;
    }
}
