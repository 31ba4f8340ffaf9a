/// Measures and logs finished exchanges: request metrics per route, the access log.
///
/// Event loops write to cells and rings of their own; scrapes and the log writer read them. Knows
/// no HTTP codec and no socket, only `ExchangeRecord`. Uses the model and `java..`.
@NullMarked
package dev.sekisho.gateway.observe;

import org.jspecify.annotations.NullMarked;
