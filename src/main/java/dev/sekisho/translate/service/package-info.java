/// Services and EndpointSlices to the ports that one node serves: policies, topology, conflicts.
///
/// Pure, like all of translation. May use `syntax` and `draft`; knows nothing of Ingress objects
/// and nothing of how a kernel is told.
@NullMarked
package dev.sekisho.translate.service;

import org.jspecify.annotations.NullMarked;
