package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What BoringSSL's library may ask a native executable for is what it does ask for, and is there:
/// a name that is missing ends the process when the library loads, or when it calls back.
class LibraryAccessTest {

    private static final String METADATA =
            "/META-INF/native-image/dev.sekisho/sekisho/reachability-metadata.json";

    /// In the library a name of a class ends with a NUL; elsewhere it is part of a descriptor.
    private static final Pattern NAMED =
            Pattern.compile("(?<![L\\[])((?:io/netty/internal/tcnative|java/lang)/\\w+)\\x00");

    private static Stream<JsonNode> entries() {
        try (var in = LibraryAccessTest.class.getResourceAsStream(METADATA)) {
            var json = new ObjectMapper().readTree(Objects.requireNonNull(in)).get("reflection");
            return StreamSupport.stream(json.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyClassThatALibraryNamesIsRegistered() throws IOException {
        var registered =
                entries()
                        .map(entry -> entry.get("type").asText())
                        .filter(type -> !type.startsWith("io.netty.handler.ssl."))
                        .filter(type -> !type.equals("byte[]"))
                        .toList();

        for (var machine : Set.of("x86_64", "aarch_64")) {
            var library = "/META-INF/native/libnetty_tcnative_linux_%s.so".formatted(machine);
            assertThat(namedBy(library))
                    .as(machine)
                    .containsExactlyInAnyOrderElementsOf(registered);
        }
    }

    private static Set<String> namedBy(String library) throws IOException {
        try (var in = LibraryAccessTest.class.getResourceAsStream(library)) {
            var bytes = Objects.requireNonNull(in).readAllBytes();
            var names = NAMED.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
            var found = new TreeSet<String>();
            while (names.find()) {
                found.add(names.group(1).replace('/', '.'));
            }
            return found;
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsRegisteredIsThere() {
        return entries()
                .map(entry ->
                        DynamicTest.dynamicTest(
                                entry.get("type").asText(), () -> assertThere(entry)));
    }

    private static void assertThere(JsonNode entry) throws ReflectiveOperationException {
        var type = type(entry.get("type").asText());
        for (var field : entry.path("fields")) {
            assertThat(type.getDeclaredField(field.get("name").asText())).isNotNull();
        }
        for (var method : entry.path("methods")) {
            var parameters =
                    StreamSupport.stream(method.get("parameterTypes").spliterator(), false)
                            .map(it -> type(it.asText()))
                            .toArray(Class<?>[]::new);
            var name = method.get("name").asText();
            var isThere =
                    name.equals("<init>")
                            ? type.getDeclaredConstructor(parameters) != null
                            : type.getDeclaredMethod(name, parameters) != null;
            assertThat(isThere).as(name + Arrays.toString(parameters)).isTrue();
        }
    }

    private static Class<?> type(String name) {
        try {
            return switch (name) {
                case "int" -> int.class;
                case "long" -> long.class;
                case "byte[]" -> byte[].class;
                case "byte[][]" -> byte[][].class;
                default -> Class.forName(name, false, LibraryAccessTest.class.getClassLoader());
            };
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(name, missing);
        }
    }
}
