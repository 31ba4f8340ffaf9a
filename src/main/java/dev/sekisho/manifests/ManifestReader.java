package dev.sekisho.manifests;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.sekisho.manifests.FileContent.Declared;
import dev.sekisho.mapping.ClusterObjectMapper;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads the objects of one file. Each lives as long as the reading of one piece of it.
final class ManifestReader {

    private static final int MANY = 16;

    // As strict about types as an API server: it refuses a quoted number as it does a bare `true`
    // in an annotation. Fields that it would not know are no reason to refuse an object here.
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            config ->
                                    config.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .build();

    private final String file;
    private final List<Declared> objects = new ArrayList<>();
    private final List<Diagnostic> problems = new ArrayList<>();
    private final Set<String> otherKinds = new TreeSet<>();

    private ManifestReader(String file) {
        this.file = file;
    }

    /// `file` is the name that users see. In YAML a line that starts with `---` always ends a
    /// document, so a file is cut there before parsing, and the pieces are read side by side.
    static FileContent read(String file, byte[] content) throws UnreadableException {
        var chunks = Chunk.of(content);
        var parts =
                (chunks.size() < MANY ? chunks.stream() : chunks.parallelStream())
                        .map(chunk -> new ManifestReader(file).part(chunk))
                        .toList();
        for (var part : parts) {
            if (part.failure() != null) {
                throw part.failure();
            }
        }
        return FileContent.of(parts.stream().map(Part::content).toList());
    }

    /// What one piece of a file gives, or why that cannot be said.
    private record Part(FileContent content, @Nullable UnreadableException failure) {}

    private Part part(Chunk chunk) {
        try {
            if (file.endsWith(".json")) {
                DocumentReader.readJson(chunk, this::document);
            } else {
                DocumentReader.readYamlOrJson(chunk, this::document);
            }
            return new Part(new FileContent(objects, problems, otherKinds), null);
        } catch (UnreadableException failure) {
            return new Part(FileContent.NONE, failure);
        }
    }

    private void document(Document document) {
        var root = document.root();
        if (!root.isNull() && !root.isMissingNode()) {
            object(new Item(document, FieldPath.ROOT, root, "", ""));
        }
    }

    /// One object of a document; the elements of typed lists leave version and kind to the list.
    private record Item(
            Document document, FieldPath at, JsonNode node, String listVersion, String listKind) {

        String apiVersion() {
            return node.path("apiVersion").asText(listVersion);
        }

        String kind() {
            return node.path("kind").asText(listKind);
        }

        int line() {
            return document.lines().of(at);
        }
    }

    private void object(Item item) {
        if (!(item.node() instanceof ObjectNode node)) {
            blame(item, "is " + Wording.kind(item.node()) + ", expected a Kubernetes object");
            return;
        }
        var kind = item.kind();
        var apiVersion = item.apiVersion();
        if (kind.isEmpty() || apiVersion.isEmpty()) {
            blame(item, "has no " + (kind.isEmpty() ? "kind" : "apiVersion"));
            return;
        }
        var type = Kinds.type(apiVersion, kind);
        if (type.isPresent()) {
            known(item, type.get());
        } else if (kind.endsWith("List") && node.has("items")) {
            items(item, node.get("items"));
        } else {
            other(item);
        }
    }

    private void items(Item list, JsonNode items) {
        if (!items.isArray()) {
            if (!items.isNull()) {
                blame(list, "has items that are " + Wording.kind(items) + ", expected a list");
            }
            return;
        }
        var typed = !list.kind().equals("List");
        var kind = list.kind().substring(0, list.kind().length() - "List".length());
        for (int i = 0; i < items.size(); i++) {
            object(
                    new Item(
                            list.document(),
                            list.at().item("items", i),
                            items.get(i),
                            typed ? list.apiVersion() : "",
                            typed ? kind : ""));
        }
    }

    private void other(Item item) {
        var successor = Kinds.successor(item.apiVersion(), item.kind());
        if (successor.isEmpty()) {
            otherKinds.add(item.kind() + " (" + item.apiVersion() + ")");
            return;
        }
        problems.add(
                Diagnostic.warning(
                        subject(item),
                        Reason.UNSUPPORTED_KIND,
                        place(item.line())
                                + ": apiVersion is "
                                + item.apiVersion()
                                + ", expected "
                                + successor.get()));
    }

    private void known(Item item, Class<? extends HasMetadata> type) {
        HasMetadata object;
        try {
            object = MAPPER.treeToValue(item.node(), type);
        } catch (JsonMappingException e) {
            var path = Mismatch.path(e);
            var line = item.document().lines().of(item.at().then(path));
            problems.add(
                    Diagnostic.error(
                            subject(item),
                            Reason.INVALID_OBJECT,
                            place(line) + ": " + Mismatch.message(e, path, item.node())));
            return;
        } catch (IOException | IllegalArgumentException _) {
            blame(item, "is not a valid " + item.kind());
            return;
        }
        mapped(item, object);
    }

    private void mapped(Item item, HasMetadata object) {
        var meta = object.getMetadata();
        if (meta == null || isEmpty(meta.getName())) {
            blame(item, item.kind() + " has no metadata.name");
            return;
        }
        if (Kinds.isNamespaced(item.kind()) && isEmpty(meta.getNamespace())) {
            meta.setNamespace("default");
        }
        var found = new ArrayList<String>(0);
        var result = ClusterObjectMapper.map(object, found::add);
        var place = place(item.line());
        for (var problem : found) {
            problems.add(
                    Diagnostic.error(subject(item), Reason.INVALID_OBJECT, place + ": " + problem));
        }
        if (found.isEmpty()) {
            result.ifPresent(it -> objects.add(new Declared(it.ref(), it, place)));
        }
    }

    /// The object as far as it can be named, else the file.
    private ObjectRef subject(Item item) {
        var meta = item.node().path("metadata");
        var name = meta.path("name").asText("");
        if (item.kind().isEmpty() || name.isEmpty()) {
            return SourceProblems.file(file);
        }
        var namespace =
                Kinds.isNamespaced(item.kind()) ? meta.path("namespace").asText("default") : "";
        return new ObjectRef(item.kind(), namespace, name);
    }

    private void blame(Item item, String problem) {
        problems.add(
                Diagnostic.error(
                        subject(item), Reason.INVALID_OBJECT, place(item.line()) + ": " + problem));
    }

    private String place(int line) {
        return file + ":" + line;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
