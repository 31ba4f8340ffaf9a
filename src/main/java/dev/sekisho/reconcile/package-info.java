/// Decides when to translate, publishes snapshots to the planes in order, collects their reports.
///
/// Uses `cluster model translate plane` and the JDK. No Vert.x, no fabric8.
@NullMarked
package dev.sekisho.reconcile;

import org.jspecify.annotations.NullMarked;
