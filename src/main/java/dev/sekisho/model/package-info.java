/// What a gateway serves, as plain values: routes, backends, certificates, diagnostics.
///
/// Every plane reads these records and nothing here knows where they came from. Only `java..` may
/// be used; no I/O, no clock, no mutable state.
@NullMarked
package dev.sekisho.model;

import org.jspecify.annotations.NullMarked;
