package dev.sekisho.serviceproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Chains of others that translate addresses where ours do, at the same hook and priority: nothing
/// says which of two such chains comes first, and a connection is translated once.
final class ForeignChains {

    private static final Pattern TABLE = Pattern.compile("table (?<table>\\w+ \\S+) \\{");
    private static final Pattern CHAIN = Pattern.compile("\\tchain (?<chain>\\S+) \\{");
    private static final Pattern HOOK =
            Pattern.compile("\\t\\ttype nat hook (?<hook>\\w+) priority (?<priority>-?\\d+);.*");

    /// What we translate at.
    private static final Set<String> OURS =
            Set.of("prerouting -100", "output -100", "postrouting 100");

    private ForeignChains() {}

    /// Reads the chains of all tables as nftables lists them, with numbers for priorities; one line
    /// for each that meets ours.
    static List<String> find(String listing) {
        var found = new ArrayList<String>();
        var table = "";
        var chain = "";
        for (var line : listing.lines().toList()) {
            var isTable = TABLE.matcher(line);
            var isChain = CHAIN.matcher(line);
            var isHook = HOOK.matcher(line);
            if (isTable.matches()) {
                table = isTable.group("table");
            } else if (isChain.matches()) {
                chain = isChain.group("chain");
            } else if (isHook.matches() && !table.equals(Layout.TABLE)) {
                var place = isHook.group("hook") + " " + isHook.group("priority");
                if (OURS.contains(place)) {
                    found.add(text(table, chain, place));
                }
            }
        }
        return found;
    }

    private static String text(String table, String chain, String place) {
        var words = place.split(" ", 2);
        return ("table %s, chain %s, translates at hook %s and priority %s as we do: which comes"
                        + " first is not defined (expected: no other proxy of Services)")
                .formatted(table, chain, words[0], words[1]);
    }
}
