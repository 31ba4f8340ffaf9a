package dev.sekisho.manifests;

import dev.sekisho.cluster.ClusterStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/// Keeps a store equal to what stands in folders of manifests.
///
/// File events make a change visible within milliseconds; a poll finds what they cannot tell of,
/// such as changes made on the other side of a network mount.
public final class ManifestSource implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ManifestSource.class);
    private static final int SCAN_SHARE = 20;

    private final List<Path> folders;
    private final Duration pollInterval;
    private final Thread thread = new Thread(this::run, "sekisho-manifests");
    private final FolderWatch watch = new FolderWatch();
    private final Loader loader;
    private long lastScanNanos;

    /// A single file may stand in for a folder.
    public ManifestSource(List<Path> folders, ClusterStore store, Duration pollInterval) {
        this.folders = List.copyOf(folders);
        this.pollInterval = pollInterval;
        this.loader = new Loader(this.folders, store, watch);
        thread.setDaemon(true);
    }

    /// Reads everything before it returns, and follows changes from then on.
    ///
    /// @throws ManifestFolderException if a folder cannot be read at all
    public void start() throws ManifestFolderException {
        for (var folder : folders) {
            check(folder);
        }
        loader.refreshAll();
        lastScanNanos = System.nanoTime();
        thread.start();
    }

    private static void check(Path folder) throws ManifestFolderException {
        if (!Files.exists(folder)) {
            throw new ManifestFolderException(folder, "it does not exist");
        }
        if (!Files.isReadable(folder)) {
            throw new ManifestFolderException(folder, "permission denied");
        }
        if (!Files.isDirectory(folder) && !Files.isRegularFile(folder)) {
            throw new ManifestFolderException(folder, "it is neither a folder nor a file");
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                turn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // The watch must outlive a defect here: the next turn may well succeed.
    private void turn() throws InterruptedException {
        try {
            var events = watch.await(untilNextLook());
            if (events.everything() || isScanDue() || !loader.knows(events.files())) {
                loader.refreshAll();
                lastScanNanos = System.nanoTime();
            } else if (events.files().isEmpty()) {
                loader.refreshUnsettled();
            } else {
                loader.refresh(events.files());
            }
        } catch (RuntimeException e) {
            LOG.error("reading manifests failed, the last state stays", e);
            Thread.sleep(pollInterval);
        }
    }

    private Duration untilNextLook() {
        var rest = pause().minusNanos(System.nanoTime() - lastScanNanos);
        if (!loader.isSettled() && rest.compareTo(LoadedFile.SETTLE) > 0) {
            return LoadedFile.SETTLE;
        }
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    private boolean isScanDue() {
        return System.nanoTime() - lastScanNanos >= pause().toNanos();
    }

    /// Looking at very many files must not become the main work.
    private Duration pause() {
        var least = loader.lastScan().multipliedBy(SCAN_SHARE);
        return least.compareTo(pollInterval) > 0 ? least : pollInterval;
    }

    @Override
    public void close() {
        thread.interrupt();
        watch.close();
        if (!thread.isAlive()) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
