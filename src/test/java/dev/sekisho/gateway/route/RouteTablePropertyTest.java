package dev.sekisho.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.model.http.PathMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The table against a straight reading of the Ingress v1 text, on random rules and requests.
class RouteTablePropertyTest {

    private static final long SEED = 20_261_123;
    private static final int TABLES = 3_000;
    private static final int REQUESTS = 60;
    private static final String[] LABELS = {"a", "b", "c", "shop"};
    private static final String[] ELEMENTS = {"", "a", "b", "ab", "a.b"};

    private final Random random = new Random(SEED);

    private record Rule(String host, PathMatch path, String name) {}

    @Test
    void agreesWithTheTextOnRandomTables() {
        for (int i = 0; i < TABLES; i++) {
            List<Rule> rules = rules();
            SnapshotDraft draft = new SnapshotDraft();
            rules.forEach(rule -> draft.route(rule.host(), rule.path(), rule.name()));
            compare(RouteTable.compile(draft.snapshot(), new StatsRegistry(1)), rules);
        }
    }

    private void compare(RouteTable table, List<Rule> rules) {
        for (int i = 0; i < REQUESTS; i++) {
            String host = requestHost();
            String path = requestPath();
            CompiledRoute found = RouteTableTest.find(table, host, path);
            String name = found == null ? null : found.route().origin().service();
            assertThat(name)
                    .as("%s%s in %s", host, path, rules)
                    .isEqualTo(oracle(rules, host, path));
        }
    }

    private static @Nullable String oracle(List<Rule> rules, String rawHost, String path) {
        String dotless =
                rawHost.endsWith(".") ? rawHost.substring(0, rawHost.length() - 1) : rawHost;
        String host = dotless.toLowerCase(Locale.ROOT);
        String pattern = hostPattern(rules, host);
        Rule best = null;
        for (Rule rule : rules) {
            if (rule.host().equals(pattern) && matches(rule.path(), path) && beats(rule, best)) {
                best = rule;
            }
        }
        return best == null ? null : best.name();
    }

    private static String hostPattern(List<Rule> rules, String host) {
        if (!host.isEmpty() && rules.stream().anyMatch(rule -> rule.host().equals(host))) {
            return host;
        }
        int dot = host.indexOf('.');
        String wildcard = dot > 0 ? "*" + host.substring(dot) : "";
        return rules.stream().anyMatch(rule -> rule.host().equals(wildcard)) ? wildcard : "";
    }

    private static boolean matches(PathMatch match, String path) {
        return switch (match) {
            case PathMatch.Exact(var text) -> text.equals(path);
            case PathMatch.Prefix(var text) when text.equals("/") -> true;
            case PathMatch.Prefix(var text) -> {
                List<String> wanted = elements(text);
                List<String> given = elements(path);
                yield path.startsWith("/")
                        && given.size() >= wanted.size()
                        && given.subList(0, wanted.size()).equals(wanted);
            }
        };
    }

    private static List<String> elements(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    private static boolean beats(Rule rule, @Nullable Rule other) {
        if (other == null) {
            return true;
        }
        int longer = rule.path().path().length() - other.path().path().length();
        boolean moreExact =
                rule.path() instanceof PathMatch.Exact && other.path() instanceof PathMatch.Prefix;
        return longer > 0 || (longer == 0 && moreExact);
    }

    private List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        int count = 1 + random.nextInt(24);
        for (int i = 0; i < count; i++) {
            PathMatch path =
                    random.nextBoolean()
                            ? new PathMatch.Exact(path())
                            : new PathMatch.Prefix(stripped(path()));
            rules.add(new Rule(ruleHost(), path, "s" + i));
        }
        return rules;
    }

    private String ruleHost() {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "*." + name();
            default -> name();
        };
    }

    private String requestHost() {
        String host = random.nextInt(20) == 0 ? "" : name();
        String cased = random.nextInt(4) == 0 ? host.toUpperCase(Locale.ROOT) : host;
        return random.nextInt(6) == 0 ? cased + "." : cased;
    }

    private String name() {
        StringBuilder name = new StringBuilder(pick(LABELS));
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append('.').append(pick(LABELS));
        }
        return name.toString();
    }

    private String requestPath() {
        return random.nextInt(40) == 0 ? "*" : path();
    }

    private String path() {
        StringBuilder path = new StringBuilder("/").append(pick(ELEMENTS));
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append('/').append(pick(ELEMENTS));
        }
        return path.toString();
    }

    private static String stripped(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
