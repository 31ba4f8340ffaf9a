package dev.sekisho.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a client sends, in one or more writes, and what has to come of it: see
/// `src/test/resources/http/README.md`.
record WireCase(String name, List<String> writes, List<Integer> answers, String upstream) {

    private static final Path FOLDER = Path.of("src/test/resources/http");
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|([0-9]+)\\*\\{([^}]*)}|(.))");

    /// The lines that we add to every request; their place is marked by a line `*`.
    private static final String OURS =
            """
            X-Request-ID: *
            X-Real-IP: 127.0.0.1
            X-Forwarded-For: 127.0.0.1
            X-Forwarded-Port: *
            X-Forwarded-Proto: http
            X-Forwarded-Scheme: http
            X-Scheme: http
            """;

    static Stream<WireCase> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<WireCase> read(Path file) {
        List<WireCase> cases = new ArrayList<>();
        Draft draft = new Draft();
        for (String line : lines(file)) {
            if (line.startsWith("== ")) {
                draft.addTo(cases);
                draft = new Draft();
                draft.name = nameOf(file) + ": " + line.substring(3);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                draft.line(line);
            }
        }
        draft.addTo(cases);
        return cases;
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replace(".txt", "");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(WireCase::octets);
    }

    private static String octets(java.util.regex.MatchResult found) {
        String octets;
        if (found.group(1) != null) {
            octets = String.valueOf((char) Integer.parseInt(found.group(1), 16));
        } else if (found.group(2) != null) {
            octets = unescaped(found.group(3)).repeat(Integer.parseInt(found.group(2)));
        } else {
            octets =
                    switch (found.group(4)) {
                        case "r" -> "\r";
                        case "n" -> "\n";
                        case "t" -> "\t";
                        case "0" -> "\0";
                        case "\\" -> "\\";
                        default -> throw new IllegalArgumentException(found.group());
                    };
        }
        return Matcher.quoteReplacement(octets);
    }

    /// A case that is being read.
    private static final class Draft {
        private String name = "";
        private final List<String> writes = new ArrayList<>();
        private final List<Integer> answers = new ArrayList<>();
        private final StringBuilder write = new StringBuilder();
        private final StringBuilder upstream = new StringBuilder();

        void line(String line) {
            String text = line.length() > 2 ? line.substring(2) : "";
            switch (line.charAt(0)) {
                case '>' -> write.append(unescaped(text)).append("\r\n");
                case '+' -> write.append(unescaped(text));
                case '~' -> endWrite();
                case '=' -> answers(text);
                case '<' -> upstream.append(expected(text));
                case '-' -> upstream.append(unescaped(text));
                default -> throw new IllegalArgumentException(name + ": " + line);
            }
        }

        private void endWrite() {
            writes.add(write.toString());
            write.setLength(0);
        }

        private void answers(String text) {
            for (String status : text.split(" ", -1)) {
                if (!status.equals("closed")) {
                    answers.add(Integer.valueOf(status));
                }
            }
        }

        private static String expected(String text) {
            if (text.startsWith("* ")) {
                return OURS.replace("\n", "\r\n")
                        + "X-Forwarded-Host: "
                        + text.substring(2)
                        + "\r\n";
            }
            return unescaped(text) + "\r\n";
        }

        void addTo(List<WireCase> cases) {
            if (!name.isEmpty()) {
                endWrite();
                cases.add(new WireCase(name, writes, answers, upstream.toString()));
            }
        }
    }

    byte[] bytes(int write) {
        return writes.get(write).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return name;
    }
}
