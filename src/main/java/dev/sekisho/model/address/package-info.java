/// Addresses of load balancers that we give away ourselves: who has which, and who answers for it.
///
/// Plain values. Only `java..` and the rest of the model may be used.
@NullMarked
package dev.sekisho.model.address;

import org.jspecify.annotations.NullMarked;
