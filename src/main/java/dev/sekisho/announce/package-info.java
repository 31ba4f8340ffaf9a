/// The plane that answers for addresses of load balancers on the network of a node: it settles with
/// the agents of other nodes who has which address, and holds its own on an interface.
///
/// Uses `model` and `plane`. It knows no API server: who is alive comes through [Membership].
@NullMarked
package dev.sekisho.announce;

import org.jspecify.annotations.NullMarked;
