/// Certificates and the names they are served for.
///
/// Values only, as in `dev.sekisho.model`: nothing but `java..` and the model itself.
@NullMarked
package dev.sekisho.model.tls;

import org.jspecify.annotations.NullMarked;
