package dev.sekisho.kube;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Severity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;

/// The JSON of Events, as `events.k8s.io/v1` wants it.
final class EventText {

    private static final int LONGEST_NOTE = 1000;
    private static final int LONGEST_PREFIX = 200;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private EventText() {}

    static Map<String, Object> event(
            Diagnostic diagnostic, HasMetadata subject, String identity, String name) {
        return Map.ofEntries(
                Map.entry("apiVersion", "events.k8s.io/v1"),
                Map.entry("kind", "Event"),
                Map.entry(
                        "metadata",
                        Map.of("name", name, "namespace", namespace(diagnostic.subject()))),
                Map.entry("eventTime", now()),
                Map.entry("reportingController", "sekisho"),
                Map.entry("reportingInstance", shortened(identity, 128)),
                Map.entry("action", "Translate"),
                Map.entry("reason", diagnostic.reason().text()),
                Map.entry("note", shortened(diagnostic.message(), LONGEST_NOTE)),
                Map.entry("type", diagnostic.severity() == Severity.INFO ? "Normal" : "Warning"),
                Map.entry("regarding", reference(diagnostic.subject(), subject)));
    }

    /// Counts up an Event that exists already.
    static Map<String, Object> series(int count) {
        return Map.of("series", Map.of("count", count, "lastObservedTime", now()));
    }

    /// Where Events about an object live: those of cluster-scoped ones in `default`.
    static String namespace(ObjectRef subject) {
        return subject.namespace().isEmpty() ? "default" : subject.namespace();
    }

    /// The same for the same diagnostic of the same object, and no other.
    static String name(Diagnostic diagnostic, String uid) {
        var text =
                String.join("\0", uid, diagnostic.reason().text(), diagnostic.message())
                        .getBytes(StandardCharsets.UTF_8);
        var prefix = diagnostic.subject().name();
        if (prefix.length() > LONGEST_PREFIX) {
            prefix = prefix.substring(0, LONGEST_PREFIX).replaceAll("[.-]+$", "");
        }
        return prefix + "." + HexFormat.of().formatHex(sha256(text), 0, 8);
    }

    /// With the uid, which `kubectl describe` asks for.
    private static Map<String, String> reference(ObjectRef ref, HasMetadata subject) {
        return Map.of(
                "apiVersion", subject.getApiVersion(),
                "kind", ref.kind(),
                "namespace", ref.namespace(),
                "name", ref.name(),
                "uid", subject.getMetadata().getUid());
    }

    private static String now() {
        return MICROS.format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 3) + "...";
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
