/// Connections to pods: pools and round robin, one set of them for each event loop.
///
/// Knows endpoints and buffers, not requests: who uses a connection is an `UpstreamUser`. Nothing
/// here is shared between loops.
@NullMarked
package dev.sekisho.gateway.upstream;

import org.jspecify.annotations.NullMarked;
