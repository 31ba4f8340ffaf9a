/// Tests of the Helm chart: what it renders, what it refuses, and that its pages are up to date.
@NullMarked
package dev.sekisho.helm;

import org.jspecify.annotations.NullMarked;
