package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressClass;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import java.util.HashSet;
import java.util.Set;

/// Decides which Ingresses are ours, by their class.
public final class IngressClasses {

    /// What happens to Ingresses that name no class.
    public enum Classless {
        SERVED,
        IGNORED
    }

    static final String ANNOTATION = "kubernetes.io/ingress.class";

    /// The class name that the annotation may use without an IngressClass object.
    private static final Set<String> OWN_NAME = Set.of("sekisho");

    private final ClusterState state;
    private final Set<String> ours;
    private final Set<String> sisters;
    private final Set<String> literal;
    private final Classless classless;
    private final Diagnostics diagnostics;

    /// `limit` names the classes to serve; empty means all of this controller.
    public IngressClasses(
            ClusterState state,
            String controller,
            Set<String> limit,
            Classless classless,
            Diagnostics diagnostics) {
        this.state = state;
        this.ours = new HashSet<>();
        this.sisters = new HashSet<>();
        this.literal = limit.isEmpty() ? OWN_NAME : limit;
        this.classless = classless;
        this.diagnostics = diagnostics;
        for (var candidate : state.ingressClasses().values()) {
            var name = candidate.meta().name();
            if (candidate.controller().equals(controller)) {
                (limit.isEmpty() || limit.contains(name) ? ours : sisters).add(name);
            } else if (limit.contains(name)) {
                reportTaken(candidate, controller);
            }
        }
    }

    public boolean serves(Ingress ingress) {
        var annotated = ingress.meta().annotations().getOrDefault(ANNOTATION, "");
        if (!ingress.className().isEmpty()) {
            return servesField(ingress, annotated);
        }
        return annotated.isEmpty() ? classless == Classless.SERVED : servesAnnotation(annotated);
    }

    /// Whether its class is of our controller, but left to another process of it: what that one
    /// writes looks as if we had written it.
    public boolean leavesToSister(Ingress ingress) {
        var named = ingress.className();
        return sisters.contains(
                named.isEmpty()
                        ? ingress.meta().annotations().getOrDefault(ANNOTATION, "")
                        : named);
    }

    private boolean servesField(Ingress ingress, String annotated) {
        var name = ingress.className();
        if (!ours.contains(name)) {
            reportIfMissing(ingress);
            return false;
        }
        if (!annotated.isEmpty()) {
            reportConflict(ingress, annotated);
        }
        return true;
    }

    private void reportTaken(IngressClass taken, String controller) {
        diagnostics.warning(
                taken.ref(),
                Reason.CLASS_CONFLICT,
                "spec.controller is "
                        + Excerpt.of(taken.controller())
                        + " (expected: "
                        + controller
                        + "); Ingresses of this class are left to it");
    }

    private void reportIfMissing(Ingress ingress) {
        var name = ingress.className();
        if (!exists(name)) {
            diagnostics.info(
                    ingress.ref(),
                    Reason.CLASS_NOT_FOUND,
                    "spec.ingressClassName is "
                            + Excerpt.of(name)
                            + " (expected: the name of an IngressClass); not served");
        }
    }

    private void reportConflict(Ingress ingress, String annotated) {
        var message =
                "spec.ingressClassName "
                        + Excerpt.of(ingress.className())
                        + " wins over the annotation "
                        + ANNOTATION
                        + " "
                        + Excerpt.of(annotated)
                        + " (expected: only one of them)";
        if (annotated.equals(ingress.className())) {
            diagnostics.info(ingress.ref(), Reason.CLASS_CONFLICT, message);
        } else {
            diagnostics.warning(ingress.ref(), Reason.CLASS_CONFLICT, message);
        }
    }

    /// The annotation is older than IngressClass objects: our own name will do without one, unless
    /// an object gives that name to someone else.
    private boolean servesAnnotation(String name) {
        return ours.contains(name) || (literal.contains(name) && !exists(name));
    }

    private boolean exists(String name) {
        return state.ingressClasses().containsKey(ObjectRef.ingressClass(name));
    }
}
