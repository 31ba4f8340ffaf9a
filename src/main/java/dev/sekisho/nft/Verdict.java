package dev.sekisho.nft;

/// What happens next.
public sealed interface Verdict {

    /// This hook is done with the packet.
    record Accept() implements Verdict {}

    record Drop() implements Verdict {}

    record Return() implements Verdict {}

    record Jump(String chain) implements Verdict {}

    record Goto(String chain) implements Verdict {}

    default String text() {
        return switch (this) {
            case Accept() -> "accept";
            case Drop() -> "drop";
            case Return() -> "return";
            case Jump(var chain) -> "jump " + chain;
            case Goto(var chain) -> "goto " + chain;
        };
    }
}
