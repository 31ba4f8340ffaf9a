/// Reads single pieces of text that users wrote (hosts, paths, addresses) into what they mean.
///
/// Uses `java..` and `model`. No cluster objects, no diagnostics: a piece that means nothing comes
/// back as the sentence that says why.
@NullMarked
package dev.sekisho.translate.syntax;

import org.jspecify.annotations.NullMarked;
