/// Micro-benchmarks of the paths that every request takes. Compiled by the profile `bench` only.
@NullMarked
package dev.sekisho.bench;

import org.jspecify.annotations.NullMarked;
