package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No thread ends in silence.
class LastResortTest {

    private final List<Integer> exits = new ArrayList<>();
    private final LastResort lastResort = new LastResort(exits::add);

    @Test
    void anErrorOfAVirtualThreadEndsTheProcess() throws InterruptedException {
        run(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThat(exits).containsExactly(1);
    }

    @Test
    void anExceptionIsOnlyLogged() throws InterruptedException {
        run(() -> {
            throw new IllegalStateException("for this test");
        });
        assertThat(exits).isEmpty();
    }

    private void run(Runnable task) throws InterruptedException {
        Thread.ofVirtual().uncaughtExceptionHandler(lastResort).start(task).join();
    }
}
