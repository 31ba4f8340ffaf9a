/// Rules of nftables as values: chains, statements, sets, maps and their elements; a transaction of
/// them, and its text as the last step.
///
/// Knows no Service and starts no process. Uses the JDK alone. Only what the planes need is here.
@NullMarked
package dev.sekisho.nft;

import org.jspecify.annotations.NullMarked;
