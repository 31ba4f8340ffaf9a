/// The annotations that Ingresses may carry: one file for each feature, one list of them all.
///
/// A feature reads typed keys and edits route drafts; it knows no cluster objects and publishes
/// nothing. Uses `java..`, `model`, `syntax` and `draft`.
@NullMarked
package dev.sekisho.translate.annotation;

import org.jspecify.annotations.NullMarked;
