/// Turns a ClusterState into a Snapshot and diagnostics: validates, resolves, settles conflicts.
///
/// Pure: no clock, file, socket, environment or log, and nothing thrown for what a user wrote. Uses
/// `java..`, `model` and `cluster` only. The packages below use each other in this order only:
/// `syntax`, `draft`, then `annotation`, `backend`, `tls` and `service` side by side, then
/// `ingress` and `address`, then this one.
@NullMarked
package dev.sekisho.translate;

import org.jspecify.annotations.NullMarked;
