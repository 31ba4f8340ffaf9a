package dev.sekisho.gateway.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The numbers of one status and method of one route on one event loop.
///
/// Only that loop adds. A scrape reads at any time and may see one exchange half counted.
final class Series {

    private static final VarHandle ROW = MethodHandles.arrayElementVarHandle(long[].class);

    private final int key;
    private final long[] row = new long[Measure.ROW_LENGTH];

    Series(int key) {
        this.key = key;
    }

    int key() {
        return key;
    }

    void count(ExchangeRecord exchange) {
        add(Measure.REQUESTS, 1);
        observe(Measure.REQUEST_DURATION, exchange.durationNanos());
        observe(Measure.RESPONSE_DURATION, exchange.upstreamNanos());
        observe(Measure.HEADER_DURATION, exchange.headerNanos());
        observe(Measure.CONNECT_DURATION, exchange.connectNanos());
        observe(Measure.REQUEST_SIZE, exchange.requestBytes());
        observe(Measure.RESPONSE_SIZE, exchange.responseBytes());
    }

    void addTo(long[] totals) {
        for (int i = 0; i < totals.length; i++) {
            totals[i] += (long) ROW.getOpaque(row, i);
        }
    }

    private void observe(Measure measure, long value) {
        if (value < 0) {
            return;
        }
        add(measure.bucketOf(value), 1);
        add(measure.sumIndex(), value);
    }

    private void add(int index, long amount) {
        ROW.setOpaque(row, index, row[index] + amount);
    }
}
