/// What `Upgrade` is about: what clients offer, whether pods have agreed, where frames end.
///
/// Here live the rules of the handshake (RFC 9110 7.8, RFC 6455 4) and the little that is looked at
/// in a WebSocket. Bytes are moved by the gateway; nothing here has a connection.
@NullMarked
package dev.sekisho.gateway.upgrade;

import org.jspecify.annotations.NullMarked;
