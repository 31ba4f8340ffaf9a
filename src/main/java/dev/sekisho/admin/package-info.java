/// The management port: health, metrics and a look inside.
///
/// Uses `model plane translate cluster`, Quarkus' management interface and Micrometer. It shows
/// what others tell it and decides nothing; secrets never pass through here.
@NullMarked
package dev.sekisho.admin;

import org.jspecify.annotations.NullMarked;
