/// The HTTP data plane: listeners, connections, and the exchanges between clients and pods.
///
/// Everything here runs on Netty event loops and must not block. No Kubernetes, no translation;
/// what is served comes as a `Snapshot`.
@NullMarked
package dev.sekisho.gateway;

import org.jspecify.annotations.NullMarked;
