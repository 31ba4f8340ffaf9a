package dev.sekisho.gateway.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// One event loop's side of the access log: formats a line and leaves it in the loop's ring.
final class LoopLog {

    private static final VarHandle DROPPED;

    static {
        try {
            DROPPED = MethodHandles.lookup().findVarHandle(LoopLog.class, "dropped", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final LineFormat format;
    private final ByteRing ring;
    private final Runnable wakeWriter;
    private final LineBuffer line = new LineBuffer();
    private long dropped;
    private boolean woken;

    LoopLog(LineFormat format, ByteRing ring, Runnable wakeWriter) {
        this.format = format;
        this.ring = ring;
        this.wakeWriter = wakeWriter;
    }

    void append(ExchangeRecord exchange) {
        line.clear();
        format.write(exchange, line);
        if (!ring.offer(line.bytes(), line.length())) {
            DROPPED.setOpaque(this, dropped + 1);
        }
        boolean crowded = ring.isHalfFull();
        if (crowded && !woken) {
            wakeWriter.run();
        }
        woken = crowded;
    }

    ByteRing ring() {
        return ring;
    }

    long dropped() {
        return (long) DROPPED.getOpaque(this);
    }
}
