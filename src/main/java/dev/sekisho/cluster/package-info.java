/// What the sources read: slim, immutable records of the Kubernetes objects that Sekisho looks at,
/// and the store that sources fill.
///
/// Uses `java..` and the model. Nothing here knows fabric8, files or HTTP; nothing validates what a
/// user wrote, that is translation's work. Text that an object leaves out is the empty string.
@NullMarked
package dev.sekisho.cluster;

import org.jspecify.annotations.NullMarked;
