package dev.sekisho.serviceproxy;

import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.ServiceTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ports of each of two tables that the other has not, or not as they are.
///
/// Both are in the same order, and what did not change is the same object. So one walk finds them;
/// to look each port up would cost many comparisons for every one of those that did not change.
record TableStep(List<ServicePort> gone, List<ServicePort> come) {

    static TableStep between(ServiceTable before, ServiceTable after) {
        var step = new TableStep(new ArrayList<>(), new ArrayList<>());
        step.walk(before.ports().values().iterator(), after.ports().values().iterator());
        return step;
    }

    @SuppressWarnings("ReferenceEquality")
    private void walk(Iterator<ServicePort> before, Iterator<ServicePort> after) {
        var old = next(before);
        var now = next(after);
        while (old != null || now != null) {
            var order = old == now ? 0 : order(old, now);
            if (old != now) {
                add(gone, order <= 0 ? old : null);
                add(come, order >= 0 ? now : null);
            }
            old = order <= 0 ? next(before) : old;
            now = order >= 0 ? next(after) : now;
        }
    }

    private static @Nullable ServicePort next(Iterator<ServicePort> ports) {
        return ports.hasNext() ? ports.next() : null;
    }

    private static void add(List<ServicePort> to, @Nullable ServicePort port) {
        if (port != null) {
            to.add(port);
        }
    }

    private static int order(@Nullable ServicePort old, @Nullable ServicePort now) {
        if (old == null) {
            return 1;
        }
        return now == null ? -1 : old.id().compareTo(now.id());
    }
}
