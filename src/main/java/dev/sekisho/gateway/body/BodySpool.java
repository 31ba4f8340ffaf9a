package dev.sekisho.gateway.body;

import dev.sekisho.gateway.clock.Seldom;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What all kept bodies of the process share: memory, the folder, and the threads for files.
public final class BodySpool implements MetricSource {

    private static final Logger LOG = Logger.getLogger(BodySpool.class);
    private static final int WORKERS = 2;
    private static final int MOST_JOBS = 8192;
    private static final long IDLE_SECONDS = 10;
    private static final int WARNING_SECONDS = 60;

    private final @Nullable Path folder;
    private final Budget memory;
    private final Budget files;
    private final ThreadPoolExecutor workers;
    private final Map<Shortage, LongAdder> shortages = new EnumMap<>(Shortage.class);
    private final LongAdder spilled = new LongAdder();
    private final Seldom warned = new Seldom(WARNING_SECONDS);

    public BodySpool(SpoolSettings settings) {
        this.folder = settings.folder().orElse(null);
        this.memory = new Budget(settings.memoryBytes());
        this.files = new Budget(settings.fileBytes());
        this.workers = workers();
        for (Shortage shortage : Shortage.values()) {
            shortages.put(shortage, new LongAdder());
        }
    }

    private static ThreadPoolExecutor workers() {
        ThreadFactory threads = Thread.ofPlatform().name("body-files-", 0).daemon(true).factory();
        ThreadPoolExecutor made =
                new ThreadPoolExecutor(
                        WORKERS,
                        WORKERS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_JOBS),
                        threads);
        made.allowCoreThreadTimeOut(true);
        return made;
    }

    /// Makes sure that the folder can be used, and removes what a process before left in it.
    public void open() throws IOException {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            SpillFile.clean(folder);
            SpillFile.create(folder).close();
        } catch (IOException e) {
            throw new IOException("cannot keep request bodies in " + folder + ": " + e, e);
        }
    }

    /// Begins to keep a body, `memoryBytes` of it in memory. All is done on `loop`.
    public StoredBody keep(
            EventExecutor loop, ByteBufAllocator alloc, int memoryBytes, StoredBody.Owner owner) {
        return new StoredBody(this, loop, alloc, memoryBytes, owner);
    }

    /// Whether there are files, so that a body may be larger than its memory.
    public boolean hasFolder() {
        return folder != null;
    }

    SpillFile newFile() throws IOException {
        spilled.increment();
        return SpillFile.create(Objects.requireNonNull(folder));
    }

    Budget memory() {
        return memory;
    }

    Budget files() {
        return files;
    }

    /// Whether a worker will run it.
    boolean runs(Runnable job) {
        try {
            workers.execute(job);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    void lacked(Shortage shortage) {
        Objects.requireNonNull(shortages.get(shortage)).increment();
    }

    /// Warns once in a while: one of many is enough to act on.
    void failed(Exception cause) {
        if (warned.isDue()) {
            LOG.warnf("request bodies cannot be kept in %s: %s", folder, cause);
        }
    }

    /// Ends the threads. Files vanish as their bodies are closed, or with the process.
    public void close() {
        workers.shutdown();
    }

    @Override
    public void collect(MetricVisitor visitor) {
        visitor.gauge(
                "sekisho_request_buffer_memory_bytes",
                "Memory that holds request bodies.",
                List.of(),
                (double) memory.used());
        visitor.gauge(
                "sekisho_request_buffer_file_bytes",
                "Bytes of request bodies in files.",
                List.of(),
                (double) files.used());
        visitor.counter(
                "sekisho_request_buffer_files_total",
                "Request bodies that did not fit into memory.",
                List.of(),
                (double) spilled.sum());
        shortages.forEach((shortage, count) ->
                visitor.counter(
                        "sekisho_request_buffer_shortages_total",
                        "Request bodies that could not be kept.",
                        List.of(new Label("of", shortage.name().toLowerCase(Locale.ROOT))),
                        (double) count.sum()));
    }
}
