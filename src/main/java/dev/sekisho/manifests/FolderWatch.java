package dev.sekisho.manifests;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Waits for file events in a changing set of folders; where the system grants none, just waits.
///
/// Used by one thread.
final class FolderWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FolderWatch.class);
    private static final long QUIET_MILLIS = 10;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE
    };

    /// What happened while waiting. `everything` asks for a look at all folders; else `files` may
    /// have new content and no name came or went.
    record Events(boolean everything, Set<Path> files) {

        boolean isEmpty() {
            return !everything && files.isEmpty();
        }
    }

    private record Watched(WatchKey key, Object identity) {}

    private final @Nullable WatchService service;
    private final Map<Path, Watched> watched = new HashMap<>();
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private boolean limited;

    FolderWatch() {
        service = open();
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warnf("no file events, folders are polled: %s", e.getMessage());
            return null;
        }
    }

    /// Watches exactly these folders, each given with its identity. Returns whether one is new, in
    /// which something may have happened before it was watched.
    boolean watch(Map<Path, Object> wanted) {
        if (service == null) {
            return false;
        }
        watched.entrySet().removeIf(entry -> isObsolete(entry, wanted));
        var isNew = false;
        for (var folder : wanted.entrySet()) {
            if (!watched.containsKey(folder.getKey())) {
                isNew |= register(service, folder.getKey(), folder.getValue());
            }
        }
        return isNew;
    }

    private boolean isObsolete(Map.Entry<Path, Watched> entry, Map<Path, Object> wanted) {
        var known = entry.getValue();
        if (known.key().isValid() && known.identity().equals(wanted.get(entry.getKey()))) {
            return false;
        }
        known.key().cancel();
        folders.remove(known.key());
        return true;
    }

    private boolean register(WatchService events, Path folder, Object identity) {
        try {
            var key = folder.register(events, KINDS);
            watched.put(folder, new Watched(key, identity));
            folders.put(key, folder);
            return true;
        } catch (IOException e) {
            if (!limited) {
                limited = true;
                LOG.warnf("no file events from %s, it is polled: %s", folder, e.getMessage());
            }
            return false;
        }
    }

    /// Returns after the first event and a moment of quiet, or without events after `longest`.
    Events await(Duration longest) throws InterruptedException {
        if (service == null) {
            Thread.sleep(longest);
            return new Events(false, Set.of());
        }
        try {
            return collect(service, longest);
        } catch (ClosedWatchServiceException _) {
            throw new InterruptedException();
        }
    }

    private Events collect(WatchService events, Duration longest) throws InterruptedException {
        var files = new HashSet<Path>();
        var everything = false;
        var key = events.poll(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS);
        var start = System.nanoTime();
        while (key != null) {
            everything |= collect(key, files);
            var spent = System.nanoTime() - start;
            key = spent > LONGEST_NANOS ? null : events.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        return new Events(everything, files);
    }

    private boolean collect(WatchKey key, Set<Path> files) {
        var folder = folders.get(key);
        var everything = false;
        for (var event : key.pollEvents()) {
            if (event.context() instanceof Path name && isNoMatter(name.toString())) {
                continue;
            }
            if (folder != null && event.context() instanceof Path name) {
                files.add(folder.resolve(name));
                everything |= StandardWatchEventKinds.ENTRY_DELETE.equals(event.kind());
            } else {
                everything |= StandardWatchEventKinds.OVERFLOW.equals(event.kind());
            }
        }
        return !key.reset() || everything;
    }

    /// Hidden files are not read, and writers rename them into place. Two dots are how Kubernetes
    /// names the link that it swaps when a mounted ConfigMap changes.
    private static boolean isNoMatter(String name) {
        return name.startsWith(".") && !name.startsWith("..");
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.debugf("closing the file watch: %s", e.getMessage());
        }
    }
}
