package dev.sekisho.gateway.overload;

/// What can be done about too few descriptors. Called by the thread of an `OverloadMonitor`.
public interface Relief {

    /// How many open descriptors the caller counts itself, without asking the kernel.
    int countedDescriptors();

    /// How many of those were asked for before and are not closed yet.
    int promisedDescriptors();

    /// Takes no new connections for now, and closes about so many that are idle.
    void makeRoom(int descriptors);

    /// Takes new connections again.
    void reopen();

    /// Called at every look.
    void looked();
}
