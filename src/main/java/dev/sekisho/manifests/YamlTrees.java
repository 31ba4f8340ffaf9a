package dev.sekisho.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads YAML into trees: aliases expanded within a budget, merge keys applied, keys unique.
final class YamlTrees {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_NODES = 20_000_000;
    private static final int FREE_NODES = 10_000;

    // Files are bounded in size before they come here and aliases by the budget below, so the
    // parser's own bounds, too low for a file of many objects, are lifted.
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setSchema(new CoreSchema())
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .setMaxAliasesForCollections(Integer.MAX_VALUE)
                    .setAllowNonScalarKeys(true)
                    .build();

    private final int firstLine;
    private long budget;

    private YamlTrees(int firstLine, int length) {
        this.firstLine = firstLine;
        this.budget = Math.min(MOST_NODES, FREE_NODES + 4L * length);
    }

    static void read(String text, int firstLine, Consumer<Document> sink)
            throws UnreadableException {
        try {
            for (var root : new Compose(SETTINGS).composeAllFromString(text)) {
                var tree = new YamlTrees(firstLine, text.length()).tree(root);
                sink.accept(new Document(tree, path -> YamlLines.find(root, path, firstLine)));
            }
        } catch (MarkedYamlEngineException e) {
            throw new UnreadableException(
                    e.getProblemMark().map(mark -> mark.getLine() + firstLine).orElse(firstLine),
                    "is not YAML: " + e.getProblem());
        } catch (YamlEngineException _) {
            throw new UnreadableException(firstLine, "is not YAML");
        }
    }

    private JsonNode tree(Node node) throws UnreadableException {
        if (--budget < 0) {
            throw new UnreadableException(line(node), "expands to too much through its aliases");
        }
        if (node.isRecursive()) {
            throw new UnreadableException(line(node), "contains itself through an alias");
        }
        return switch (node) {
            case ScalarNode it -> scalar(it);
            case SequenceNode it -> list(it);
            case MappingNode it -> object(it);
            case AnchorNode it -> tree(it.getRealNode());
            default -> throw new UnreadableException(line(node), "is not YAML that can be read");
        };
    }

    private JsonNode scalar(ScalarNode node) throws UnreadableException {
        var text = node.getValue();
        var tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(text.equalsIgnoreCase("true"));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return integer(text);
            }
            return tag.equals(Tag.FLOAT)
                    ? NODES.numberNode(
                            Double.parseDouble(text.replaceFirst("^[-+]?\\.[A-Za-z]+$", "NaN")))
                    : NODES.textNode(text);
        } catch (NumberFormatException _) {
            throw new UnreadableException(line(node), "has a number that cannot be read");
        }
    }

    private static JsonNode integer(String text) {
        if (text.startsWith("0o")) {
            return NODES.numberNode(Long.parseLong(text.substring(2), 8));
        }
        if (text.startsWith("0x")) {
            return NODES.numberNode(Long.parseLong(text.substring(2), 16));
        }
        if (text.length() > 100) {
            throw new NumberFormatException("too long");
        }
        var digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.length() < 10) {
            return NODES.numberNode(Integer.parseInt(digits));
        }
        var number = new BigInteger(digits);
        return number.bitLength() < 64
                ? NODES.numberNode(number.longValue())
                : NODES.numberNode(number);
    }

    private ArrayNode list(SequenceNode node) throws UnreadableException {
        var list = NODES.arrayNode(node.getValue().size());
        for (var item : node.getValue()) {
            list.add(tree(item));
        }
        return list;
    }

    private ObjectNode object(MappingNode node) throws UnreadableException {
        var object = NODES.objectNode();
        for (var entry : node.getValue()) {
            if (isMerge(entry)) {
                continue;
            }
            var key = key(entry.getKeyNode());
            if (object.has(key)) {
                throw new UnreadableException(
                        line(entry.getKeyNode()), "has the key " + Wording.quoted(key) + " twice");
            }
            object.set(key, tree(entry.getValueNode()));
        }
        for (var entry : node.getValue()) {
            if (isMerge(entry)) {
                merge(entry.getValueNode(), object);
            }
        }
        return object;
    }

    private String key(Node node) throws UnreadableException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new UnreadableException(line(node), "has a key that is a list or an object");
    }

    private static boolean isMerge(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key
                && key.getScalarStyle() == ScalarStyle.PLAIN
                && key.getValue().equals("<<");
    }

    /// Keys of the object win over merged ones, and earlier merged ones over later ones.
    private void merge(Node source, ObjectNode object) throws UnreadableException {
        if (source instanceof SequenceNode several) {
            for (var one : several.getValue()) {
                merge(one, object);
            }
            return;
        }
        if (!(tree(source) instanceof ObjectNode fields)) {
            throw new UnreadableException(line(source), "merges (<<) what is not an object");
        }
        fields.properties()
                .forEach(field -> {
                    if (!object.has(field.getKey())) {
                        object.set(field.getKey(), field.getValue());
                    }
                });
    }

    private int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + firstLine).orElse(firstLine);
    }
}
