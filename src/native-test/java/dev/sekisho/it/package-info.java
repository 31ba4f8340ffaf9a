/// Black-box tests of the packaged program: processes and sockets, no class of the program.
@NullUnmarked
package dev.sekisho.it;

import org.jspecify.annotations.NullUnmarked;
