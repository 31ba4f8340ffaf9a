/// The contract between the reconciler and whatever serves a snapshot.
///
/// Uses the model only. Planes implement it; they do not know each other.
@NullMarked
package dev.sekisho.plane;

import org.jspecify.annotations.NullMarked;
