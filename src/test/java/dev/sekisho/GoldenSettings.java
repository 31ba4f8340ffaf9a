package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.tls.UnknownSni;
import dev.sekisho.translate.TranslationSettings;
import dev.sekisho.translate.TranslationSettings.BackendRef;
import dev.sekisho.translate.TranslationSettings.ExternalNames;
import dev.sekisho.translate.service.Balancers;
import dev.sekisho.translate.service.ServiceSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Reads the `settings.yaml` of a golden case.
record GoldenSettings(JsonNode root) {

    private static final Set<String> KEYS =
            Set.of(
                    "now",
                    "controllerName",
                    "ingressClasses",
                    "watchWithoutClass",
                    "defaultBackend",
                    "defaultCertificate",
                    "unknownSni",
                    "externalNames",
                    "publishAddresses",
                    "publishService",
                    "publishNode",
                    "certificates",
                    "forbiddenSecrets",
                    "secretAccess",
                    "names",
                    "agent",
                    "balancers");

    void failOnUnknown() {
        assertThat(root.fieldNames()).toIterable().isSubsetOf(KEYS);
    }

    Instant now() {
        return Instant.parse(text("now", "2030-01-01T00:00:00Z"));
    }

    TranslationSettings translation() {
        return new TranslationSettings(
                text("controllerName", TranslationSettings.CONTROLLER),
                Set.copyOf(list("ingressClasses")),
                root.path("watchWithoutClass").asBoolean(false),
                optional("defaultBackend").map(GoldenSettings::backend),
                optional("defaultCertificate").map(path -> ref("Secret", path)),
                UnknownSni.valueOf(text("unknownSni", "SERVE_DEFAULT")),
                ExternalNames.valueOf(text("externalNames", "PUBLIC_AND_PRIVATE")),
                list("publishAddresses").stream().map(GoldenSettings::address).toList(),
                optional("publishService").map(path -> ref("Service", path)),
                text("publishNode", ""),
                ForwardPolicy.DEFAULT,
                Optional.ofNullable(root.get("agent")).map(GoldenSettings::agent),
                Balancers.valueOf(text("balancers", "NONE")));
    }

    /// `nodeName`, and where they matter `reach`, `nodePortAddresses`, `externalIps`.
    private static ServiceSettings agent(JsonNode node) {
        var addresses = new GoldenSettings(node).list("nodePortAddresses");
        return new ServiceSettings(
                node.path("nodeName").asText(),
                ServiceSettings.Reach.valueOf(node.path("reach").asText("ALL")),
                addresses,
                ServiceSettings.ExternalIps.valueOf(node.path("externalIps").asText("IGNORED")),
                Balancers.valueOf(node.path("balancers").asText("CLASSED")));
    }

    String text(String key, String fallback) {
        return root.path(key).asText(fallback);
    }

    List<String> list(String key) {
        return StreamSupport.stream(root.path(key).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    Map<String, JsonNode> map(String key) {
        var entries = new LinkedHashMap<String, JsonNode>();
        root.path(key).properties().forEach(e -> entries.put(e.getKey(), e.getValue()));
        return entries;
    }

    private Optional<String> optional(String key) {
        return Optional.ofNullable(root.get(key)).map(JsonNode::asText);
    }

    private static BackendRef backend(String text) {
        var colon = text.indexOf(':');
        return new BackendRef(
                ref("Service", text.substring(0, colon)),
                Integer.parseInt(text.substring(colon + 1)));
    }

    private static ObjectRef ref(String kind, String path) {
        var slash = path.indexOf('/');
        return new ObjectRef(kind, path.substring(0, slash), path.substring(slash + 1));
    }

    private static PublishedAddress address(String text) {
        var isName = text.chars().anyMatch(Character::isLetter) && text.indexOf(':') < 0;
        return isName ? new PublishedAddress.Hostname(text) : new PublishedAddress.Ip(text);
    }
}
