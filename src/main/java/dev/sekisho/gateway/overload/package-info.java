/// What the process has left, and when that is too little: descriptors, memory, connections.
///
/// One thread looks several times a second, so that event loops read no more than a flag. What is
/// done about it (which connections are closed, which requests are refused) is the gateway's
/// business and not decided here.
@NullMarked
package dev.sekisho.gateway.overload;

import org.jspecify.annotations.NullMarked;
