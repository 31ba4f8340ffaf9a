package dev.sekisho.manifests;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressClass;
import dev.sekisho.manifests.FileContent.Declared;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes one set of objects out of those of all files: the first declaration of an object wins, and
/// Ingresses without a class get the default one, as admission would have given it to them.
///
/// `distinct` is true if no object was declared twice.
record Merge(
        Map<ObjectRef, ClusterObject> objects,
        List<Diagnostic> problems,
        @Nullable String defaultClass,
        boolean distinct) {

    static final Merge NOTHING = new Merge(Map.of(), List.of(), null, true);

    private static final String LEGACY_CLASS = "kubernetes.io/ingress.class";

    /// `files` come in path order; there will be about so many objects.
    static Merge of(Collection<LoadedFile> files, int size) {
        var first = HashMap.<ObjectRef, Declared>newHashMap(size);
        var problems = new TreeSet<Diagnostic>();
        var distinct = true;
        for (var file : files) {
            var problem = file.problem();
            if (problem != null) {
                problems.add(problem);
            }
            problems.addAll(file.content().problems());
            for (var declared : file.content().objects()) {
                var winner = first.putIfAbsent(declared.ref(), declared);
                if (winner != null) {
                    problems.add(duplicate(winner, declared));
                    distinct = false;
                }
            }
        }
        var className = defaultClass(first.values()).orElse(null);
        return new Merge(classed(first, className), List.copyOf(problems), className, distinct);
    }

    private static Diagnostic duplicate(Declared winner, Declared loser) {
        return Diagnostic.warning(
                winner.ref(),
                Reason.DUPLICATE_OBJECT,
                "declared in "
                        + winner.place()
                        + " and again in "
                        + loser.place()
                        + ": the first in order of names is used");
    }

    private static Map<ObjectRef, ClusterObject> classed(
            Map<ObjectRef, Declared> declared, @Nullable String className) {
        var result = HashMap.<ObjectRef, ClusterObject>newHashMap(declared.size());
        declared.forEach((ref, it) -> result.put(ref, withClass(it.object(), className)));
        return result;
    }

    /// The newest default class, of several equally new ones the first by name.
    private static Optional<String> defaultClass(Collection<Declared> declared) {
        Comparator<IngressClass> newestFirst =
                Comparator.comparing((IngressClass it) -> it.meta().created()).reversed();
        return declared.stream()
                .filter(it -> it.ref().kind().equals("IngressClass"))
                .map(Declared::object)
                .filter(IngressClass.class::isInstance)
                .map(IngressClass.class::cast)
                .filter(IngressClass::isDefault)
                .min(newestFirst.thenComparing(it -> it.meta().name()))
                .map(it -> it.meta().name());
    }

    /// The object as it would stand in `objects`.
    ClusterObject classed(ClusterObject object) {
        return withClass(object, defaultClass);
    }

    private static ClusterObject withClass(ClusterObject object, @Nullable String className) {
        if (className == null
                || !(object instanceof Ingress it)
                || !it.className().isEmpty()
                || it.meta().annotations().containsKey(LEGACY_CLASS)) {
            return object;
        }
        return new Ingress(
                it.meta(),
                className,
                it.defaultBackend(),
                it.rules(),
                it.tls(),
                it.status(),
                it.statusIsOurs());
    }
}
