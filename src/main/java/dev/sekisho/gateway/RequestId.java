package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.RequestHead;

/// The identifier of a request: the client's if it is sane, else 128 random bits.
final class RequestId {

    private static final int MADE = -1;

    private int field = MADE;
    private long high;
    private long low;

    /// Keeps what the client sent, or draws one.
    void read(RequestHead head, RequestIds source) {
        field = sent(head);
        if (field == MADE) {
            high = source.next();
            low = source.next();
        }
    }

    private static int sent(RequestHead head) {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.fieldName(i) == KnownName.X_REQUEST_ID) {
                return UpstreamHead.isSaneId(head, i) ? i : MADE;
            }
        }
        return MADE;
    }

    void clear() {
        field = MADE;
    }

    boolean isKept() {
        return field != MADE;
    }

    /// Index of the field that holds a kept one.
    int field() {
        return field;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
