package dev.sekisho;

import dev.sekisho.kube.KubernetesStatus;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Snapshot;
import dev.sekisho.plane.ProgrammedListener;
import java.util.List;

/// Tells the API server what it can show users, and the log what no Event can be about: nodes,
/// Secrets, the gateway itself; and what concerns all of the gateway.
record ClusterHerald(ProgrammedListener statuses, ProgrammedListener log)
        implements ProgrammedListener {

    @Override
    public void programmed(Snapshot snapshot, List<Diagnostic> diagnostics) {
        statuses.programmed(snapshot, diagnostics);
        log.programmed(snapshot, diagnostics.stream().filter(ClusterHerald::isForTheLog).toList());
    }

    /// Few look for Events of a class, and what is wrong with ours is wrong with the gateway.
    private static boolean isForTheLog(Diagnostic diagnostic) {
        return !KubernetesStatus.writesEventsFor(diagnostic.subject())
                || diagnostic.subject().kind().equals("IngressClass");
    }
}
