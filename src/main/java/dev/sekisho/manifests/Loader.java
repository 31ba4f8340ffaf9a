package dev.sekisho.manifests;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.model.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads the files that changed and hands the difference to the store. Used by one thread.
final class Loader {

    private static final Logger LOG = Logger.getLogger(Loader.class);

    private static final int MOST_SCANS = 3;
    private static final int MANY = 16;

    private final List<Path> roots;
    private final ClusterStore store;
    private final FolderWatch watch;
    private final Map<Path, LoadedFile> files = new TreeMap<>();
    private final Set<Path> unsettled = new HashSet<>();
    private final Set<String> namedKinds = new HashSet<>();
    private Merge published = Merge.NOTHING;
    private List<Diagnostic> treeProblems = List.of();
    private Duration lastScan = Duration.ZERO;

    /// What was read is told later, if something stands in the way at first.
    private boolean unpublished;

    Loader(List<Path> roots, ClusterStore store, FolderWatch watch) {
        this.roots = roots;
        this.store = store;
        this.watch = watch;
    }

    /// How long the last look at all folders took.
    Duration lastScan() {
        return lastScan;
    }

    /// False while some file was read so soon after its change that it has to be read again.
    boolean isSettled() {
        return unsettled.isEmpty();
    }

    boolean knows(Collection<Path> paths) {
        return files.keySet().containsAll(paths);
    }

    /// Looks at all folders and reads what is new or differs.
    void refreshAll() {
        var tree = scan();
        // What came into a folder before it was watched is only found by looking again.
        for (int i = 0; i < MOST_SCANS && watch.watch(tree.folders()); i++) {
            tree = scan();
        }
        unpublished |= forgetGone(tree);
        loadAll(tree.files().entrySet().stream().filter(this::isNew).toList());
        unpublished |= !treeProblems.equals(tree.problems());
        treeProblems = List.copyOf(tree.problems());
        if (unpublished) {
            publish();
        }
    }

    private FileTree scan() {
        var start = System.nanoTime();
        var tree = FileTree.scan(roots);
        lastScan = Duration.ofNanos(System.nanoTime() - start);
        return tree;
    }

    private boolean forgetGone(FileTree tree) {
        var gone = new ArrayList<Path>();
        for (var path : files.keySet()) {
            if (!tree.files().containsKey(path) && !tree.isLost(path)) {
                gone.add(path);
            }
        }
        gone.forEach(files::remove);
        unsettled.retainAll(files.keySet());
        return !gone.isEmpty();
    }

    void refreshUnsettled() {
        refresh(List.copyOf(unsettled));
    }

    /// Reads these known files again; if one is gone, looks at everything.
    void refresh(Collection<Path> paths) {
        var isBehind = unpublished;
        var changed = new ArrayList<Revision>();
        for (var path : paths) {
            try {
                var attributes = Files.readAttributes(path, BasicFileAttributes.class);
                var before = files.get(path);
                if (load(path, Stamp.of(path, attributes))) {
                    changed.add(new Revision(before, Objects.requireNonNull(files.get(path))));
                }
            } catch (IOException _) {
                unsettled.remove(path);
                refreshAll();
                return;
            }
        }
        if (!unpublished) {
            return;
        }
        var isOfObjects = changed.stream().allMatch(Revision::isOfObjects);
        if (!isBehind && published.distinct() && isOfObjects) {
            publish(changed);
        } else {
            publish();
        }
    }

    private boolean isNew(Map.Entry<Path, Stamp> file) {
        var known = files.get(file.getKey());
        return known == null || !known.isCurrent(file.getValue());
    }

    /// Many files are read side by side: at the start, requests wait for all of them.
    private void loadAll(List<Map.Entry<Path, Stamp>> news) {
        var read = (news.size() < MANY ? news.stream() : news.parallelStream()).map(this::read);
        var now = read.toList();
        for (int i = 0; i < news.size(); i++) {
            keep(news.get(i).getKey(), now.get(i));
        }
    }

    private LoadedFile read(Map.Entry<Path, Stamp> file) {
        return LoadedFile.read(file.getKey(), file.getValue(), files.get(file.getKey()));
    }

    private boolean load(Path path, Stamp stamp) {
        return keep(path, LoadedFile.read(path, stamp, files.get(path)));
    }

    private boolean keep(Path path, LoadedFile now) {
        var previous = files.put(path, now);
        if (now.settled()) {
            unsettled.remove(path);
        } else {
            unsettled.add(path);
        }
        nameOtherKinds(path, now.content().otherKinds());
        var isNews =
                previous == null
                        || !previous.content().equals(now.content())
                        || !Objects.equals(previous.problem(), now.problem());
        unpublished |= isNews;
        return isNews;
    }

    private void nameOtherKinds(Path path, Set<String> kinds) {
        for (var kind : kinds) {
            if (namedKinds.add(kind)) {
                LOG.infof("%s is not read by Sekisho; first seen in %s", kind, path);
            }
        }
    }

    private void publish() {
        var before = published.objects();
        var merge = Merge.of(files.values(), before.size());
        var problems = new ArrayList<>(treeProblems);
        problems.addAll(merge.problems());
        problems.sort(null);
        var now = merge.objects();
        var puts = new ArrayList<ClusterObject>();
        now.replaceAll((ref, object) -> sameOrNew(before.get(ref), object, puts));
        var gone = new ArrayList<>(before.keySet());
        gone.removeIf(now::containsKey);
        published = merge;
        store.apply(puts, gone, problems);
        unpublished = false;
    }

    /// Only the content of some objects changed, so there is no need to merge all files.
    private void publish(List<Revision> changed) {
        var puts = new ArrayList<ClusterObject>();
        for (var revision : changed) {
            for (var declared : revision.now().content().objects()) {
                var object = published.classed(declared.object());
                published
                        .objects()
                        .compute(declared.ref(), (_, before) -> sameOrNew(before, object, puts));
            }
        }
        store.apply(puts, List.of());
        unpublished = false;
    }

    private static ClusterObject sameOrNew(
            @Nullable ClusterObject before, ClusterObject now, List<ClusterObject> puts) {
        if (before != null && before.equals(now)) {
            return before;
        }
        puts.add(now);
        return now;
    }
}
