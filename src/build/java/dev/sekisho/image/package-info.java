/// Builds the container images: a program of its own that the build runs, never part of Sekisho.
///
/// A folder becomes a layer, layers become an OCI image in one archive, and the same input gives
/// the same bytes. No daemon, no base image, no dependency but the JDK.
@NullMarked
package dev.sekisho.image;

import org.jspecify.annotations.NullMarked;
