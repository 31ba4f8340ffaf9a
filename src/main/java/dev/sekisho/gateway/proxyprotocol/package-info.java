/// The PROXY protocol, versions 1 and 2, as a load balancer in front of us speaks it, and as we
/// speak it to pods.
///
/// Here live the reading and writing of its header and the handler that takes it off a new
/// connection. What is made of the addresses is decided by the gateway; nothing here knows HTTP or
/// TLS.
@NullMarked
package dev.sekisho.gateway.proxyprotocol;

import org.jspecify.annotations.NullMarked;
