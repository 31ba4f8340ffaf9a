package dev.sekisho.nft;

/// Where the kernel calls a chain; the lower priority comes first.
public record Hook(Type type, Point point, int priority) {

    public enum Type {
        FILTER("filter"),
        NAT("nat");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    public enum Point {
        PREROUTING("prerouting"),
        INPUT("input"),
        FORWARD("forward"),
        OUTPUT("output"),
        POSTROUTING("postrouting");

        private final String text;

        Point(String text) {
            this.text = text;
        }
    }

    String text() {
        return "type %s hook %s priority %d;".formatted(type.text, point.text, priority);
    }
}
