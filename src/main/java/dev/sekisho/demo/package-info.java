/// The pods of `examples/shop`: small HTTP servers that say who they are.
///
/// Vert.x and `java..` only. They know nothing of Sekisho, so that they show what any pod sees.
@NullMarked
package dev.sekisho.demo;

import org.jspecify.annotations.NullMarked;
