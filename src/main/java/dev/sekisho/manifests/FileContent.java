package dev.sekisho.manifests;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import java.util.List;
import java.util.Set;

/// What one file gives: objects in its order, what is wrong with others, and the kinds passed over.
record FileContent(List<Declared> objects, List<Diagnostic> problems, Set<String> otherKinds) {

    static final FileContent NONE = new FileContent(List.of(), List.of(), Set.of());

    /// An object and the place where it stands, as users see it: `shop/web.yaml:12`.
    record Declared(ObjectRef ref, ClusterObject object, String place) {}

    FileContent {
        objects = List.copyOf(objects);
        problems = List.copyOf(problems);
        otherKinds = Set.copyOf(otherKinds);
    }
}
