/// Ends TLS: picks certificates by server name and builds the handlers that speak it.
///
/// Knows nothing of HTTP beyond the ALPN names. Private keys stay inside: no text made here shows
/// one.
@NullMarked
package dev.sekisho.gateway.tls;

import org.jspecify.annotations.NullMarked;
