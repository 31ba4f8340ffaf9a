/// The command line, `sekisho.yaml` and the environment: from words to typed settings.
///
/// Uses `model plane translate cluster`, picocli and SmallRye Config; knows nothing of who runs the
/// settings. No CDI, no socket, no log: what is wrong is printed and becomes an exit code.
@NullMarked
package dev.sekisho.cli;

import org.jspecify.annotations.NullMarked;
