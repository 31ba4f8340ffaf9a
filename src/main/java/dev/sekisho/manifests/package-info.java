/// The source "manifests": folders of YAML and JSON, read at once and again whenever they change.
///
/// Uses `cluster`, `mapping`, the model and the API classes of fabric8. A file is the unit of
/// trust: one that does not parse keeps the objects it last gave. An object is the unit of blame:
/// one that is malformed is left out alone.
@NullMarked
package dev.sekisho.manifests;

import org.jspecify.annotations.NullMarked;
