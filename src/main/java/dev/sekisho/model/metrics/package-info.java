/// How a component shows its measurements without knowing who scrapes them.
///
/// Values only, as in `dev.sekisho.model`: nothing but `java..` and the model itself.
@NullMarked
package dev.sekisho.model.metrics;

import org.jspecify.annotations.NullMarked;
