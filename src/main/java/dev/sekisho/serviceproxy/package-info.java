/// Serves Services in the kernel: one table of nftables, and the ports at which load balancers ask
/// whether a node has endpoints.
///
/// `PortRules` and `BaseRules` are pure functions from the model to rules; `Contents` knows what
/// their difference is; `Kernel` is all that touches the kernel. Uses `model plane nft` and JBoss
/// Logging. Reads no cluster.
@NullMarked
package dev.sekisho.serviceproxy;

import org.jspecify.annotations.NullMarked;
