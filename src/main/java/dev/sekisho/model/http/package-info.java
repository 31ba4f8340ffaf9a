/// Virtual hosts, routes, filters and route actions of the HTTP data plane.
///
/// Values only, as in `dev.sekisho.model`: nothing but `java..` and the model itself.
@NullMarked
package dev.sekisho.model.http;

import org.jspecify.annotations.NullMarked;
