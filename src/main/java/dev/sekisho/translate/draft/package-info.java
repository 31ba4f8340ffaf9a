/// Work in progress: what translators collect and change before anything is published.
///
/// Everything here lives no longer than one translation. Uses `java..`, `model`, `cluster` and
/// `syntax`.
@NullMarked
package dev.sekisho.translate.draft;

import org.jspecify.annotations.NullMarked;
