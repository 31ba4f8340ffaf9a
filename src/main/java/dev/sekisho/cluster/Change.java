package dev.sekisho.cluster;

import dev.sekisho.model.ObjectRef;

/// What kind of difference a new state makes.
public sealed interface Change {

    /// Only the endpoints of this Service differ: no route has to be translated again.
    record EndpointsOf(ObjectRef service) implements Change {}

    /// Anything else.
    record Anything() implements Change {}
}
