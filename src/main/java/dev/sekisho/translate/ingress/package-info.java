/// Chooses the Ingresses that are ours and turns their rules into virtual hosts (spec mode).
///
/// What the Ingress API leaves open is decided here:
///
/// - An Ingress without a class is served only if the operator asked for it. Which class is the
///   default one is settled when an object is created, by the API server or the manifests source.
/// - The most specific host is chosen first, then the path among the rules of that host alone.
///   Rules without a host are not mixed into named hosts, so that nobody can put paths into the
///   hosts of others.
/// - Rules of several objects for one host are merged by path. The same host and path goes to the
///   oldest object (`creationTimestamp`, then namespace and name). Inside one object `/foo/` beats
///   `/foo` as a Prefix, because its text is longer.
/// - `ImplementationSpecific` is `Prefix`.
/// - `defaultBackend` of an Ingress with rules answers for its own hosts where no rule matches,
///   unless the host has a rule for all paths. It answers for hosts without any rule, too, after
///   the Ingresses that have nothing but a `defaultBackend`, oldest first.
/// - The controller-wide default backend answers for whatever is left, in named hosts as well.
///
/// Uses `java..`, `model`, `cluster` and the packages below `translate` that come before it.
@NullMarked
package dev.sekisho.translate.ingress;

import org.jspecify.annotations.NullMarked;
