package dev.sekisho;

import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/// Hears of what no thread caught, platform and virtual ones alike.
///
/// After an `Error`, such as memory that ran out, a thread is gone that something waits for: a
/// gateway that no longer hears of changes looks healthy and is not. So the process ends, and
/// whoever runs it starts another. An exception is a bug of ours that costs one thread at most.
final class LastResort implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = Logger.getLogger("sekisho");
    private static final int FAILED = 1;

    private final IntConsumer exit;

    LastResort(IntConsumer exit) {
        this.exit = exit;
    }

    /// From now on no thread ends in silence. Stopping in order is not tried: it may need memory.
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(new LastResort(Runtime.getRuntime()::halt));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof Error) {
            try {
                System.err.println("sekisho: " + thread.getName() + " ended by " + thrown);
            } finally {
                exit.accept(FAILED);
            }
        } else {
            LOG.errorf(thrown, "thread %s ended by a bug", thread.getName());
        }
    }
}
