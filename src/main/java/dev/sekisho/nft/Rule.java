package dev.sekisho.nft;

import java.util.List;
import java.util.stream.Collectors;

/// Statements in their order; the first condition that does not hold ends them.
public record Rule(List<Statement> statements) {

    public Rule {
        statements = List.copyOf(statements);
    }

    public static Rule of(Statement... statements) {
        return new Rule(List.of(statements));
    }

    String text() {
        return statements.stream().map(Statement::text).collect(Collectors.joining(" "));
    }
}
