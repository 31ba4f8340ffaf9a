package dev.sekisho.translate.backend;

import dev.sekisho.cluster.Service;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.BackendTls;
import java.util.Locale;

/// What the `appProtocol` of a Service port says of its pods.
///
/// The names with a prefix are those of Kubernetes (KEP-3726), the others are registered service
/// names or in common use. Any other is of a protocol that is not HTTP, or says nothing of the
/// version; HTTP/1.1 is spoken then.
final class AppProtocol {

    private AppProtocol() {}

    static BackendProtocol of(Service.Port port) {
        return switch (port.appProtocol().toLowerCase(Locale.ROOT)) {
            case "kubernetes.io/h2c", "grpc" -> BackendProtocol.H2C;
            case "https", "kubernetes.io/wss" -> BackendProtocol.HTTP.over(BackendTls.UNVERIFIED);
            default -> BackendProtocol.HTTP;
        };
    }
}
