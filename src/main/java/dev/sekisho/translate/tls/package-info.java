/// Turns Secrets into certificates and settles which of them answers for which server name.
///
/// A certificate is used only if it parses, its key belongs to it, it is valid now and it names the
/// host. Whatever is wrong is said on the Ingress that asked, and never with a byte of a key. Uses
/// `java..`, `model`, `cluster`, `syntax` and `draft`.
@NullMarked
package dev.sekisho.translate.tls;

import org.jspecify.annotations.NullMarked;
