/// Resolves what rules lead to: Services and their ports, endpoints, external names.
///
/// Of a Service with endpoints of both address families those of its primary family (that of its
/// cluster IP, else IPv4) are used, because every pod is listed once in each; the other family
/// steps in where the primary one has none. An endpoint that is serving and terminating is used
/// only where none is ready. Uses `java..`, `model`, `cluster`, `syntax` and `draft`.
@NullMarked
package dev.sekisho.translate.backend;

import org.jspecify.annotations.NullMarked;
