package dev.sekisho.manifests;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Finds where a field stands in a YAML document.
final class YamlLines {

    private YamlLines() {}

    static int find(Node root, FieldPath path, int firstLine) {
        Node node = root;
        for (var step : path.steps()) {
            var next = child(node, step);
            if (next == null) {
                break;
            }
            node = next;
        }
        return node.getStartMark().map(mark -> mark.getLine() + firstLine).orElse(firstLine);
    }

    private static @Nullable Node child(Node node, FieldPath.Step step) {
        return switch (step) {
            case FieldPath.Step.Key(var name) ->
                    node instanceof MappingNode mapping ? value(mapping, name) : null;
            case FieldPath.Step.Index(var number) ->
                    node instanceof SequenceNode list && number < list.getValue().size()
                            ? list.getValue().get(number)
                            : null;
        };
    }

    private static @Nullable Node value(MappingNode mapping, String name) {
        for (var entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return entry.getValueNode();
            }
        }
        return null;
    }
}
