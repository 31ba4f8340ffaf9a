/// Decides what the owners of objects are told: addresses in the status of their Ingresses, Events
/// for diagnostics, lines in a log.
///
/// Uses `model` and `plane`. No I/O: what is decided here is handed to a [StatusWriter], an
/// [EventRecorder] or a [Journal]. Nothing here knows who is allowed to write at the moment.
@NullMarked
package dev.sekisho.status;

import org.jspecify.annotations.NullMarked;
