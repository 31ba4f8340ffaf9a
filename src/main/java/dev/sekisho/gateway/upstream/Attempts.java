package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.tls.BackendTlsFailure;
import org.jspecify.annotations.Nullable;

/// The endpoints that one request was tried on, and what came of it. Reused between requests.
public final class Attempts {

    private static final int MOST = 16;

    private final @Nullable BackendEndpoint[] endpoints = new @Nullable BackendEndpoint[MOST];
    private final int[] statuses = new int[MOST];
    private int count;
    private @Nullable BackendTlsFailure failure;

    public void clear() {
        failure = null;
        for (int i = 0; i < count; i++) {
            endpoints[i] = null;
        }
        count = 0;
    }

    public int count() {
        return count;
    }

    /// Begins another attempt; what is beyond the bound is not remembered.
    public void add(BackendEndpoint endpoint) {
        failure = null;
        if (count < MOST) {
            statuses[count] = 0;
            endpoints[count++] = endpoint;
        }
    }

    public boolean isFull() {
        return count == MOST;
    }

    /// The status that the last attempt was answered with.
    public void answered(int status) {
        if (count > 0) {
            statuses[count - 1] = status;
        }
    }

    /// What was wrong with TLS in the last attempt, if that was it.
    public void failed(@Nullable BackendTlsFailure reason) {
        failure = reason;
    }

    public @Nullable BackendTlsFailure failure() {
        return failure;
    }

    public @Nullable BackendEndpoint last() {
        return count == 0 ? null : endpoints[count - 1];
    }

    boolean contains(BackendEndpoint endpoint) {
        for (int i = 0; i < count; i++) {
            if (endpoints[i] == endpoint) {
                return true;
            }
        }
        return false;
    }

    /// All endpoints in order, comma separated; empty without an attempt.
    public String addresses() {
        if (count == 1) {
            return String.valueOf(endpoints[0]);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(endpoints[i]);
        }
        return text.toString();
    }

    /// The status of each attempt, `-` where there was none, comma separated.
    public String statuses() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ");
            if (statuses[i] == 0) {
                text.append('-');
            } else {
                text.append(statuses[i]);
            }
        }
        return text.toString();
    }
}
