package dev.sekisho.serviceproxy;

import java.util.List;

/// What the rules depend on beside the Services.
///
/// `mark` is the bit of a packet's mark that we use between two hooks. `podRanges` are the blocks
/// of the pods, empty where unknown; `serviceRanges` those of cluster IPs.
public record RuleSettings(int mark, List<String> podRanges, List<String> serviceRanges) {

    public static final RuleSettings DEFAULT = new RuleSettings(0x4000, List.of(), List.of());

    public RuleSettings {
        podRanges = List.copyOf(podRanges);
        serviceRanges = List.copyOf(serviceRanges);
    }
}
