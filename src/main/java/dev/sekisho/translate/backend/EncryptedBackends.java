package dev.sekisho.translate.backend;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.translate.draft.Diagnostics;

/// Shuts what leads to pods over TLS, which the gateway does not speak to pods: a request that
/// should be encrypted never goes out in the clear.
public final class EncryptedBackends {

    private EncryptedBackends() {}

    public static RouteAction close(
            RouteAction action, ObjectRef subject, Diagnostics diagnostics) {
        return switch (action) {
            case RouteAction.Forward(var backend, _) when backend.protocol().tls().isPresent() -> {
                diagnostics.error(
                        subject,
                        Reason.BACKEND_TLS_UNSUPPORTED,
                        "leads to the pods of "
                                + backend
                                + " over TLS, which is not supported (expected: HTTP or H2C); the"
                                + " paths that do answer 503");
                yield new RouteAction.Unavailable(Reason.BACKEND_TLS_UNSUPPORTED);
            }
            case RouteAction.Forward _, RouteAction.Unavailable _ -> action;
        };
    }
}
