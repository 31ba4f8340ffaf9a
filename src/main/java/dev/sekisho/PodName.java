package dev.sekisho;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// What this process calls itself where it is one of several.
final class PodName {

    private static final String UNKNOWN = "sekisho";

    private PodName() {}

    /// The configured name, else the host's, which in a pod is the pod's.
    static String of(String configured) {
        if (!configured.isEmpty()) {
            return configured;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return UNKNOWN;
        }
    }
}
