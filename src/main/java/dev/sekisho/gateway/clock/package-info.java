/// Time as an event loop sees it: coarse deadlines for many connections, and the date of responses.
///
/// Knows Netty's executors only. One instance belongs to one loop.
@NullMarked
package dev.sekisho.gateway.clock;

import org.jspecify.annotations.NullMarked;
