/// The HTTP/1.1 codec: heads as an index over bytes, chunked bodies, the rules of both.
///
/// Knows bytes and Netty's buffers only: no routes, no connections, no upstream. Nothing here makes
/// an object per request.
@NullMarked
package dev.sekisho.gateway.http1;

import org.jspecify.annotations.NullMarked;
