package dev.sekisho.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// An archive in a repository of Maven, by its place there and by the description beside it.
record RepositoryArtifact(
        String group, String name, String version, String classifier, List<String> licenses) {

    /// `GROUP/NAME/VERSION/NAME-VERSION[-CLASSIFIER].jar`; the group is what its description says.
    static RepositoryArtifact of(Path archive) throws IOException {
        var folder = Objects.requireNonNull(archive.toAbsolutePath().getParent());
        var named = Objects.requireNonNull(folder.getParent());
        var version = String.valueOf(folder.getFileName());
        var name = String.valueOf(named.getFileName());
        var file = String.valueOf(archive.getFileName());
        var start = name + "-" + version;
        var description = folder.resolve(start + ".pom");
        if (!file.startsWith(start) || !file.endsWith(".jar") || !Files.exists(description)) {
            throw new IOException(archive + " is in no repository of Maven");
        }
        var model = model(description);
        var group =
                text(model, "groupId")
                        .or(() -> child(model, "parent").flatMap(it -> text(it, "groupId")))
                        .orElseThrow(() -> new IOException(description + " names no group"));
        var root = Objects.requireNonNull(named.getParent()).resolve(upwards(group)).normalize();
        return new RepositoryArtifact(
                group,
                name,
                version,
                file.substring(start.length(), file.length() - ".jar".length())
                        .replaceFirst("^-", ""),
                licenses(model, root));
    }

    private static String upwards(String group) {
        return "../".repeat(group.split("\\.").length);
    }

    String purl() {
        var qualifier = classifier.isEmpty() ? "" : "classifier=" + classifier + "&";
        return "pkg:maven/%s/%s@%s?%stype=jar".formatted(group, name, version, qualifier);
    }

    /// A description without licenses has those of its parent.
    private static List<String> licenses(Element model, Path root) throws IOException {
        var own =
                child(model, "licenses").stream()
                        .flatMap(it -> children(it, "license").stream())
                        .flatMap(it -> text(it, "name").stream())
                        .toList();
        var parent = child(model, "parent");
        if (!own.isEmpty() || parent.isEmpty()) {
            return own;
        }
        var group = text(parent.get(), "groupId").orElse("").replace('.', '/');
        var name = text(parent.get(), "artifactId").orElse("");
        var version = text(parent.get(), "version").orElse("");
        var description =
                root.resolve("%s/%s/%s/%s-%s.pom".formatted(group, name, version, name, version));
        return Files.exists(description) ? licenses(model(description), root) : List.of();
    }

    private static Element model(Path description) throws IOException {
        try (var in = Files.newInputStream(description)) {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(in).getDocumentElement();
        } catch (ParserConfigurationException | SAXException broken) {
            throw new IOException(description + ": " + broken.getMessage(), broken);
        }
    }

    private static Optional<String> text(Element parent, String name) {
        return child(parent, name).map(it -> it.getTextContent().strip().replaceAll("\\s+", " "));
    }

    private static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    private static List<Element> children(Element parent, String name) {
        var nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .<Node>mapToObj(nodes::item)
                .filter(it -> it instanceof Element && it.getNodeName().equals(name))
                .map(Element.class::cast)
                .toList();
    }
}
