package dev.sekisho.serviceproxy;

import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.nft.Ruleset;
import dev.sekisho.nft.Transaction;

/// The rules that this package makes, for tests elsewhere.
public final class Rules {

    public static final String TABLE = Layout.TABLE;

    private final Contents contents;

    public Rules(RuleSettings settings) {
        this.contents = new Contents(settings);
    }

    /// All that the kernel holds for these Services.
    public static Ruleset of(RuleSettings settings, ServiceTable services) {
        var rules = new Rules(settings);
        rules.moveTo(services);
        return rules.all();
    }

    public Transaction moveTo(ServiceTable services) {
        return contents.moveTo(services);
    }

    public void settle(ServiceTable services) {
        contents.settle(services);
    }

    public Ruleset all() {
        return contents.all();
    }
}
