/// Fails test classes that lose buffers. Netty knows of them, and JUnit is told; nothing else lives
/// here.
@NullMarked
package dev.sekisho.leak;

import org.jspecify.annotations.NullMarked;
