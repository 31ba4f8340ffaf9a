package dev.sekisho.serviceproxy;

import dev.sekisho.nft.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A table as the kernel has it, read from the text of nftables.
///
/// `sets` are names and the word `set` or `map`; `chains` are names and the lines of their rules,
/// which are compared as text only. Elements that packets made are left out.
record Listing(Map<String, String> sets, Map<String, String> chains, Set<Element> elements) {

    static Listing parse(String text) {
        var sets = new TreeMap<String, String>();
        var chains = new TreeMap<String, String>();
        var elements = new HashSet<Element>();
        for (var block : blocks(text)) {
            var head = block.getFirst().strip().split(" ", -1);
            var body = block.subList(1, block.size());
            if (head[0].equals("chain")) {
                chains.put(head[1], String.join("\n", body));
            } else {
                sets.put(head[1], head[0]);
                addElements(elements, head[1], body);
            }
        }
        return new Listing(sets, chains, elements);
    }

    /// A set, map or chain is indented by one tabulator, what belongs to it by more.
    private static List<List<String>> blocks(String text) {
        var blocks = new ArrayList<List<String>>();
        var block = new ArrayList<String>();
        for (var line : text.lines().toList()) {
            if (line.equals("\t}")) {
                blocks.add(block);
                block = new ArrayList<>();
            } else if (!block.isEmpty() || isHead(line)) {
                block.add(line);
            }
        }
        return blocks;
    }

    private static boolean isHead(String line) {
        return line.startsWith("\tset ")
                || line.startsWith("\tmap ")
                || line.startsWith("\tchain ");
    }

    private static void addElements(Set<Element> elements, String set, List<String> body) {
        var text = String.join(" ", body);
        var start = text.indexOf("elements = {");
        var end = text.lastIndexOf('}');
        if (text.contains("flags dynamic") || start < 0 || end < start) {
            return;
        }
        for (var item : text.substring(start + 12, end).split(",", -1)) {
            var parts = item.strip().split(" : ", 2);
            elements.add(new Element(set, parts[0], parts.length == 2 ? parts[1] : ""));
        }
    }
}
