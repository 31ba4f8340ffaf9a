package dev.sekisho.translate.annotation;

import dev.sekisho.translate.draft.RouteDraft;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Something that users switch on by annotations. One feature, one file.
interface AnnotationFeature {

    /// Every key that the feature reads.
    List<AnnotationKey<?>> keys();

    /// Reads the annotations once; the edit, if any, is made to every route of the Ingress.
    Optional<Consumer<RouteDraft>> read(Annotations annotations);
}
