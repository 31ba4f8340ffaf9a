/// Request bodies that are kept whole before a pod is chosen: in memory up to a bound, then in a
/// file without a name.
///
/// Knows buffers and files, nothing of HTTP. Files are read and written by few threads of its own,
/// never on an event loop.
@NullMarked
package dev.sekisho.gateway.body;

import org.jspecify.annotations.NullMarked;
