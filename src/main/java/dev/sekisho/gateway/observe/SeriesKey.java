package dev.sekisho.gateway.observe;

import java.util.List;

/// Status and method of a series, packed into an int.
///
/// Both are bounded sets, whatever clients and pods send.
final class SeriesKey {

    private static final List<String> METHODS =
            List.of(
                    "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE",
                    "OTHER");
    private static final int OTHER_METHOD = METHODS.size() - 1;
    private static final int WIDTH = 16;
    private static final int CLASSES = 1000;

    private SeriesKey() {}

    static int of(int status, CharSequence method) {
        int known = status < 100 || status > 599 ? 0 : status;
        return known * WIDTH + methodIndex(method);
    }

    /// The same method, and only the class of the status: far fewer series.
    static int coarse(int key) {
        return (CLASSES + key / WIDTH / 100) * WIDTH + key % WIDTH;
    }

    static String status(int key) {
        int status = key / WIDTH;
        if (status >= CLASSES) {
            return (status - CLASSES) + "xx";
        }
        return status == 0 ? "000" : Integer.toString(status);
    }

    static String method(int key) {
        return METHODS.get(key % WIDTH);
    }

    private static int methodIndex(CharSequence method) {
        for (int i = 0; i < OTHER_METHOD; i++) {
            if (METHODS.get(i).contentEquals(method)) {
                return i;
            }
        }
        return OTHER_METHOD;
    }
}
