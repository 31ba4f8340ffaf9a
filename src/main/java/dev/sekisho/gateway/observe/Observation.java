package dev.sekisho.gateway.observe;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.util.ArrayList;
import java.util.List;

/// Everything that is recorded about exchanges: hands each event loop its observer and shows the
/// metrics of all.
public final class Observation implements MetricSource {

    private final RequestMetrics metrics;
    private final AccessLog accessLog;
    private final List<LoopObserver> observers;

    /// `constantLabels` are put on every request metric, such as `controller_class`.
    public Observation(StatsRegistry registry, AccessLog accessLog, List<Label> constantLabels) {
        this.metrics = new RequestMetrics(registry, constantLabels);
        this.accessLog = accessLog;
        this.observers = new ArrayList<>(registry.loops());
        for (int loop = 0; loop < registry.loops(); loop++) {
            observers.add(new LoopObserver(loop, accessLog.forLoop()));
        }
    }

    /// The observer of event loop `index`, counted from 0.
    public LoopObserver forLoop(int index) {
        return observers.get(index);
    }

    @Override
    public void collect(MetricVisitor visitor) {
        metrics.collect(visitor);
        accessLog.collect(visitor);
    }
}
