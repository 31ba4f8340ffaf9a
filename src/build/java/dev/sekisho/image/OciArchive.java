package dev.sekisho.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An image in one file: the OCI image layout, and beside it the one page that `docker load` of
/// before Docker 25 wants.
final class OciArchive {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String SHORT_NAMES_ARE_IN = "docker.io/library/";

    private final ImageConfig config;
    private final List<Layer> layers;

    OciArchive(ImageConfig config, List<Layer> layers) {
        this.config = config;
        this.layers = List.copyOf(layers);
    }

    /// Writes the archive and tells the digest of the image.
    String write(Path file) throws IOException {
        var configuration = Json.bytes(config.json(layers));
        var manifest = Json.bytes(manifest(configuration));
        var blobs = new ArrayList<byte[]>(List.of(configuration, manifest));
        try (var tar =
                new TarWriter(
                        new BufferedOutputStream(Files.newOutputStream(file)), config.created())) {
            tar.addFile("oci-layout", Json.bytes(Map.of("imageLayoutVersion", "1.0.0")));
            tar.addFile("index.json", Json.bytes(index(manifest)));
            tar.addFile("manifest.json", Json.bytes(List.of(dockerManifest(configuration))));
            for (var blob : blobs) {
                tar.addFile(path(Layer.digest(blob)), blob);
            }
            for (var layer : layers) {
                tar.addFile(path(layer.digest()), layer.file());
            }
        }
        return Layer.digest(manifest);
    }

    private Map<String, Object> manifest(byte[] configuration) throws IOException {
        var descriptors = new ArrayList<Map<String, Object>>();
        for (var layer : layers) {
            descriptors.add(layer.descriptor());
        }
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST);
        manifest.put(
                "config",
                Layer.descriptor(CONFIG, Layer.digest(configuration), configuration.length));
        manifest.put("layers", descriptors);
        manifest.put("annotations", new TreeMap<>(config.labels()));
        return manifest;
    }

    /// containerd takes the name as it is, so it has to be in full.
    private Map<String, Object> index(byte[] manifest) {
        var version = config.name().substring(config.name().indexOf(':') + 1);
        var entry = Layer.descriptor(MANIFEST, Layer.digest(manifest), manifest.length);
        entry.put(
                "platform",
                new TreeMap<>(Map.of("os", "linux", "architecture", config.architecture())));
        entry.put(
                "annotations",
                new TreeMap<>(
                        Map.of(
                                "io.containerd.image.name",
                                SHORT_NAMES_ARE_IN + config.name(),
                                "org.opencontainers.image.ref.name",
                                version)));
        var index = new LinkedHashMap<String, Object>();
        index.put("schemaVersion", 2);
        index.put("mediaType", INDEX);
        index.put("manifests", List.of(entry));
        return index;
    }

    private Map<String, Object> dockerManifest(byte[] configuration) {
        return new TreeMap<>(
                Map.of(
                        "Config",
                        path(Layer.digest(configuration)),
                        "RepoTags",
                        List.of(config.name()),
                        "Layers",
                        layers.stream().map(layer -> path(layer.digest())).toList()));
    }

    private static String path(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }
}
