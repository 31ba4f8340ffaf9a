package dev.sekisho.status;

import dev.sekisho.model.Severity;

/// Where lines for the operator go: a log.
@FunctionalInterface
public interface Journal {

    void write(Severity severity, String line);
}
