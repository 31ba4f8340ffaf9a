/// The Kubernetes API server as a source of objects and as the place where results are written.
///
/// Uses `cluster model status mapping` and fabric8; no plane and no translation.
///
/// **Reading.** One [Reflector] on a virtual thread for each kind and scope lists in pages and then
/// watches from there. fabric8's informers are not used: they keep every API object, and the client
/// decodes answers on the event loop that also serves traffic. Here a page stays bytes until its
/// reflector's own thread turns one item after another into a slim record; nothing else is kept.
///
/// **Secrets.** Only those demanded, one by one, see [DemandedSecrets].
///
/// **Writing.** Statuses and Events are written by the holder of a Lease only, see [Leadership].
///
/// **Permissions.** `get list watch` on ingresses, ingressclasses, services and endpointslices;
/// `get list watch` on the one node whose address is published; `get`, better also `watch`, on the
/// Secrets referred to; `patch` on ingresses/status; `create patch` on events of `events.k8s.io`;
/// `get create update patch` on the Lease. A missing one is logged once with its rule, everything
/// else goes on.
@NullMarked
package dev.sekisho.kube;

import org.jspecify.annotations.NullMarked;
