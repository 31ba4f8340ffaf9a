/// What the filters of a route do to a request: the one switch over `model.http.Filter`.
///
/// Sees a request through `FilteredRequest` only: no connections, no bytes.
@NullMarked
package dev.sekisho.gateway.filter;

import org.jspecify.annotations.NullMarked;
