/// The composition root: makes everything, joins it, starts and stops it.
///
/// May use every package; no package may use this one.
@NullMarked
package dev.sekisho;

import org.jspecify.annotations.NullMarked;
