package dev.sekisho.kube;

import java.time.Duration;

/// How results are written to the API server.
///
/// `onShutdown` is what becomes of statuses when this replica stops; `clearWithin` is how long
/// clearing them may take.
public record KubernetesStatusSettings(
        LeadershipSettings leadership,
        OnShutdown onShutdown,
        int writesPerSecond,
        Duration clearWithin) {

    public enum OnShutdown {
        /// Statuses are cleared when no other replica is left to serve.
        CLEAR_IF_LAST,
        KEEP
    }

    public static KubernetesStatusSettings of(LeadershipSettings leadership) {
        return new KubernetesStatusSettings(
                leadership, OnShutdown.CLEAR_IF_LAST, 200, Duration.ofSeconds(10));
    }
}
