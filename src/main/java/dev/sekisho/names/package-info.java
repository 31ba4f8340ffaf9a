/// The adapter between ExternalName Services and DNS: keeps a NameLookup in the store for every
/// name that translation asks for.
///
/// Uses `cluster`, the model and Netty's DNS client, on one event loop of its own. Whether an
/// address may be used at all is translation's decision, not taken here.
@NullMarked
package dev.sekisho.names;

import org.jspecify.annotations.NullMarked;
