package dev.sekisho.manifests;

import dev.sekisho.model.Diagnostic;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/// One look at all folders: the manifest files in them, by path, and the folders to watch.
///
/// Links are followed; what can be reached in several ways counts once, by the first path in order.
/// Names that start with a dot are passed over: that is where mounts keep their versions.
final class FileTree {

    private static final Logger LOG = Logger.getLogger(FileTree.class);

    private final Map<Path, Stamp> files = new TreeMap<>();
    private final Map<Path, Object> folders = new TreeMap<>();
    private final Map<Path, Object> targets = new TreeMap<>();
    private final Set<Path> lost = new HashSet<>();
    private final List<Diagnostic> problems = new ArrayList<>();
    private final Set<Object> seen = new HashSet<>();
    private final Deque<Object> ancestors = new ArrayDeque<>();

    private FileTree() {}

    static FileTree scan(List<Path> roots) {
        var tree = new FileTree();
        for (var root : roots) {
            tree.root(root);
        }
        tree.targets.forEach(tree::watchToo);
        return tree;
    }

    /// Files in path order.
    Map<Path, Stamp> files() {
        return files;
    }

    /// Every folder with its identity.
    Map<Path, Object> folders() {
        return folders;
    }

    List<Diagnostic> problems() {
        return problems;
    }

    /// True if the path is, or lies in, something that could not be looked at just now.
    boolean isLost(Path path) {
        return lost.stream().anyMatch(path::startsWith);
    }

    static boolean isManifest(Path path) {
        var name = String.valueOf(path.getFileName());
        return !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    private void root(Path root) {
        try {
            var attributes = Files.readAttributes(root, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                folder(root, attributes);
            } else {
                file(root, attributes);
            }
        } catch (IOException e) {
            lose(root, "cannot be read, what it gave before is kept: " + reason(e));
        }
    }

    private void folder(Path folder, BasicFileAttributes attributes) {
        var identity = Stamp.identity(folder, attributes);
        if (ancestors.contains(identity)) {
            problems.add(
                    SourceProblems.unreadable(
                            folder.toString(),
                            folder + " is a link to a folder that contains it, not followed"));
            return;
        }
        if (!seen.add(identity)) {
            return;
        }
        folders.put(folder, identity);
        ancestors.push(identity);
        try {
            for (var entry : entries(folder)) {
                entry(entry);
            }
        } catch (IOException e) {
            lose(folder, "cannot be listed, what it gave before is kept: " + reason(e));
        }
        ancestors.pop();
    }

    private static List<Path> entries(Path folder) throws IOException {
        var entries = new ArrayList<Path>();
        try (var stream = Files.newDirectoryStream(folder, FileTree::isVisible)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(null);
        return entries;
    }

    private static boolean isVisible(Path path) {
        return !String.valueOf(path.getFileName()).startsWith(".");
    }

    private void entry(Path path) {
        var isLink = false;
        try {
            var attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                isLink = true;
                watchTarget(path);
                attributes = Files.readAttributes(path, BasicFileAttributes.class);
            }
            if (attributes.isDirectory()) {
                folder(path, attributes);
            } else if (isManifest(path)) {
                file(path, attributes);
            }
        } catch (NoSuchFileException e) {
            if (isLink && isManifest(path)) {
                lose(path, "is a link to nothing, what it gave before is kept");
            }
        } catch (IOException e) {
            lose(path, "cannot be read, what it gave before is kept: " + reason(e));
        }
    }

    /// What a link leads to may change, or come to be, in a folder that is not one of ours.
    private void watchTarget(Path link) {
        try {
            var target = link.resolveSibling(Files.readSymbolicLink(link)).toAbsolutePath();
            var parent = Objects.requireNonNullElse(target.getParent(), target).toRealPath();
            var attributes = Files.readAttributes(parent, BasicFileAttributes.class);
            targets.put(parent, Stamp.identity(parent, attributes));
        } catch (IOException e) {
            LOG.debugf("the target of %s is not watched: %s", link, e.getMessage());
        }
    }

    /// One path for each folder: the same one watched twice would lose both at the end of either.
    private void watchToo(Path folder, Object identity) {
        if (seen.add(identity)) {
            folders.put(folder, identity);
        }
    }

    /// Anything but a regular file could make reading wait for ever.
    private void file(Path path, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && seen.add(Stamp.identity(path, attributes))) {
            files.put(path, Stamp.of(path, attributes));
        }
    }

    private void lose(Path path, String problem) {
        lost.add(path);
        problems.add(SourceProblems.unreadable(path.toString(), path + " " + problem));
    }

    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it is not there";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemLoopException _ -> "its links lead in a circle";
            case FileSystemException it when it.getReason() != null -> it.getReason();
            default -> "input or output error";
        };
    }
}
