/// Turns the API objects of the Kubernetes client into the slim records of `cluster`.
///
/// Shared by the sources. Total: whatever an object leaves out becomes an empty value, so nothing
/// here throws for what a user wrote. No I/O; no judgement beyond what a record cannot hold.
@NullMarked
package dev.sekisho.mapping;

import org.jspecify.annotations.NullMarked;
