/// Finds the route of a request: host maps and path trees compiled from a snapshot.
///
/// Pure look-up structures over bytes. No sockets, no HTTP parsing, no filters, no balancing.
@NullMarked
package dev.sekisho.gateway.route;

import org.jspecify.annotations.NullMarked;
