package dev.sekisho.manifests;

import dev.sekisho.cluster.IngressClass;
import dev.sekisho.manifests.FileContent.Declared;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file as it was, if it was there, and as it is.
record Revision(@Nullable LoadedFile before, LoadedFile now) {

    /// Whether nothing but the content of objects differs, each of which concerns nobody else: the
    /// same objects are declared, and there is nothing else to say about the file. The class of
    /// other objects may depend on an IngressClass.
    boolean isOfObjects() {
        return before != null
                && Objects.equals(before.problem(), now.problem())
                && before.content().problems().equals(now.content().problems())
                && areSame(before.content().objects(), now.content().objects());
    }

    private static boolean areSame(List<Declared> before, List<Declared> now) {
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!before.get(i).ref().equals(now.get(i).ref())
                    || now.get(i).object() instanceof IngressClass) {
                return false;
            }
        }
        return true;
    }
}
