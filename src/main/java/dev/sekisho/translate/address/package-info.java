/// Gives the addresses of AddressPools to Services of type LoadBalancer, and says which of them
/// nodes have to answer for.
///
/// Pure. What the statuses show is the truth, so a process that starts gives nobody another
/// address. Uses `syntax` and `draft` of translation.
@NullMarked
package dev.sekisho.translate.address;

import org.jspecify.annotations.NullMarked;
