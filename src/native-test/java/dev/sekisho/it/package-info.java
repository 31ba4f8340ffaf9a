/// Black-box tests of the packaged program: processes and sockets only, no class of the project.
@NullMarked
package dev.sekisho.it;

import org.jspecify.annotations.NullMarked;
