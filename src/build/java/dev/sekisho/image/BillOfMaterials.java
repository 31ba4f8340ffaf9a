package dev.sekisho.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What the application is made of, in the form of CycloneDX 1.6: each archive of the class path
/// with its coordinates, licenses and digest.
///
/// Maven's plugin for that refuses to work offline, and an image without a bill is none of ours.
final class BillOfMaterials {

    private final Map<String, Object> application;
    private final Instant created;

    /// For the application of this version and license.
    BillOfMaterials(String version, String license, Instant created) {
        var purl = "pkg:maven/dev.sekisho/sekisho@" + version;
        this.application = component("application", purl, "dev.sekisho", "sekisho", version);
        application.put("licenses", List.of(Map.of("license", Map.of("id", license))));
        this.created = created;
    }

    /// The bill of these archives, which lie in a repository as Maven keeps it.
    byte[] of(List<Path> archives) throws IOException {
        var components = new ArrayList<Map<String, Object>>();
        for (var archive : archives.stream().sorted().toList()) {
            components.add(component(archive));
        }
        var bill = new LinkedHashMap<String, Object>();
        bill.put("bomFormat", "CycloneDX");
        bill.put("specVersion", "1.6");
        bill.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(Json.bytes(components)));
        bill.put("version", 1);
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("timestamp", created.toString());
        metadata.put("component", application);
        bill.put("metadata", metadata);
        bill.put("components", components);
        return Json.bytes(bill);
    }

    private static Map<String, Object> component(Path archive) throws IOException {
        var artifact = RepositoryArtifact.of(archive);
        var component =
                component(
                        "library",
                        artifact.purl(),
                        artifact.group(),
                        artifact.name(),
                        artifact.version());
        var digest = Layer.digest(Files.readAllBytes(archive)).substring("sha256:".length());
        component.put("hashes", List.of(hash(digest)));
        if (!artifact.licenses().isEmpty()) {
            component.put(
                    "licenses",
                    artifact.licenses().stream()
                            .map(name -> Map.of("license", Map.of("name", name)))
                            .toList());
        }
        return component;
    }

    private static Map<String, Object> hash(String digest) {
        var hash = new LinkedHashMap<String, Object>();
        hash.put("alg", "SHA-256");
        hash.put("content", digest);
        return hash;
    }

    private static Map<String, Object> component(
            String type, String purl, String group, String name, String version) {
        var component = new LinkedHashMap<String, Object>();
        component.put("type", type);
        component.put("bom-ref", purl);
        component.put("group", group);
        component.put("name", name);
        component.put("version", version);
        component.put("purl", purl);
        return component;
    }
}
