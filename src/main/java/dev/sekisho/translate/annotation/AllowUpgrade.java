package dev.sekisho.translate.annotation;

import dev.sekisho.model.http.Upgrades;
import dev.sekisho.translate.draft.RouteDraft;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `allow-upgrade`: protocols other than WebSocket that a connection may change to.
final class AllowUpgrade implements AnnotationFeature {

    private static final AnnotationKey<Upgrades> UPGRADES =
            AnnotationKey.tuning(
                    "allow-upgrade",
                    new Grammar<>("websocket or any", AllowUpgrade::upgrades),
                    AnnotationKey.Scope.OWN_PATHS,
                    "`websocket`: any other `Upgrade` is not passed on",
                    "To which protocols a connection may change by `Upgrade`. With `any` it is"
                            + " whatever client and pod agree on, but HTTP/2; nothing is known of"
                            + " what they say then, so leave it to paths that need it.");

    @Override
    public List<AnnotationKey<?>> keys() {
        return List.of(UPGRADES);
    }

    @Override
    public Optional<Consumer<RouteDraft>> read(Annotations annotations) {
        return annotations.edit(
                UPGRADES,
                upgrades -> Optional.of(route -> route.forward(old -> old.with(upgrades))));
    }

    private static Optional<Upgrades> upgrades(String text) {
        return switch (text.strip()) {
            case "websocket" -> Optional.of(Upgrades.WEBSOCKET);
            case "any" -> Optional.of(Upgrades.ANY);
            default -> Optional.empty();
        };
    }
}
