package dev.sekisho.gateway.overload;

import java.util.List;

/// What this process has and uses. Asked by the thread of an `OverloadMonitor`, never on a loop.
public interface Resources {

    /// How many descriptors may be open; `Integer.MAX_VALUE` if that is not known.
    int descriptorLimit();

    /// How many are.
    int openDescriptors();

    /// Each kind of memory that has a limit.
    List<MemoryShare> memory();

    /// Gives memory back that is only not collected yet, if it can.
    void collectGarbage();
}
