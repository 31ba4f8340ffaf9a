package dev.sekisho.gateway;

/// What the end of a response leaves of the pod's connection.
enum Left {
    REUSABLE,
    SPENT
}
