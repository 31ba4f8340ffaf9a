package dev.sekisho.leak;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Registered for all tests: a class of the gateway's that loses a buffer fails, whatever its tests
/// said.
public final class LeakExtension implements BeforeAllCallback, AfterAllCallback {

    private static final String WATCHED = "dev.sekisho.gateway";
    private static final LeakWatch WATCH = new LeakWatch();
    private static volatile boolean called;

    /// Whether JUnit has found the extension and calls it.
    static boolean isCalled() {
        return called;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        called = true;
        if (isWatched(context)) {
            WATCH.start();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isWatched(context)) {
            assertNothingLost(WATCH);
        }
    }

    private static boolean isWatched(ExtensionContext context) {
        return context.getParent().map(context.getRoot()::equals).orElse(false)
                && context.getRequiredTestClass().getPackageName().startsWith(WATCHED);
    }

    static void assertNothingLost(LeakWatch watch) {
        List<String> found = watch.found();
        if (!found.isEmpty()) {
            throw new AssertionError(
                    found.size() + " buffers were lost:\n" + String.join("\n", found));
        }
    }
}
