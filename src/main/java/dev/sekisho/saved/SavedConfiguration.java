package dev.sekisho.saved;

import dev.sekisho.cluster.ClusterState;
import java.time.Instant;

/// What was known of the cluster when it was saved.
public record SavedConfiguration(Instant saved, ClusterState state) {}
