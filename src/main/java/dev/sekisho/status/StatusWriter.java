package dev.sekisho.status;

/// Writes plans, if and when this replica may.
@FunctionalInterface
public interface StatusWriter {

    /// Replaces the plan; must not block. What is not in it need not be written any more.
    void plan(StatusPlan plan);
}
