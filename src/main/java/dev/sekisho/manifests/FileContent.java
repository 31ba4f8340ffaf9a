package dev.sekisho.manifests;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one file gives: objects in its order, what is wrong with others, and the kinds passed over.
record FileContent(List<Declared> objects, List<Diagnostic> problems, Set<String> otherKinds) {

    static final FileContent NONE = new FileContent(List.of(), List.of(), Set.of());

    /// An object and the place where it stands, as users see it: `shop/web.yaml:12`.
    record Declared(ObjectRef ref, ClusterObject object, String place) {}

    /// All of these, in their order.
    static FileContent of(List<FileContent> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        var kinds = new HashSet<String>();
        parts.forEach(part -> kinds.addAll(part.otherKinds()));
        return new FileContent(
                parts.stream().flatMap(part -> part.objects().stream()).toList(),
                parts.stream().flatMap(part -> part.problems().stream()).toList(),
                kinds);
    }

    FileContent {
        objects = List.copyOf(objects);
        problems = List.copyOf(problems);
        otherKinds = Set.copyOf(otherKinds);
    }
}
