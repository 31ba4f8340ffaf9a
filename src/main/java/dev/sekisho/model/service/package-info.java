/// What the kernel is to do for Services: addresses and ports, and where each leads.
///
/// Plain values of one node's point of view; traffic policies and topology are already settled.
/// Only `java..` and the rest of the model may be used.
@NullMarked
package dev.sekisho.model.service;

import org.jspecify.annotations.NullMarked;
