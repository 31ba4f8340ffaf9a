package dev.sekisho.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Reads the Java that runs the tests: a program that is linked with libraries of its own and of
/// the system.
@EnabledOnOs(OS.LINUX)
class ElfFileTest {

    private static final Path HOME = Path.of(System.getProperty("java.home"));
    private static final Path JAVA = HOME.resolve("bin/java");

    @TempDir Path folder;

    @Test
    void aProgramNamesItsLoaderAndItsLibraries() throws IOException {
        var java = ElfFile.read(JAVA);
        assertThat(java.interpreter()).startsWith("/").contains("ld-");
        assertThat(java.needed()).contains("libjli.so").anyMatch(it -> it.startsWith("libc."));
        assertThat(java.runPaths()).anyMatch(it -> it.startsWith("$ORIGIN"));
    }

    @Test
    void librariesAreFoundWithTheLibrariesThatTheyNeed() throws IOException {
        var libraries = SharedLibraries.ofThisSystem().of(List.of(JAVA));
        assertThat(libraries).allMatch(Files::exists).contains(HOME.resolve("lib/libjli.so"));
        assertThat(libraries.stream().map(it -> it.getFileName().toString()))
                .anyMatch(it -> it.startsWith("libc."))
                .anyMatch(it -> it.startsWith("ld-"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aLibraryThatIsNowhereIsAnError() {
        var nowhere = new SharedLibraries(List.of(folder));
        assertThatThrownBy(() -> nowhere.of(List.of(JAVA))).hasMessageContaining("bin/java needs ");
    }

    @Test
    void aTextIsNoElfFile() throws IOException {
        var text = Files.writeString(folder.resolve("text"), "#!/bin/sh\n".repeat(20));
        assertThat(ElfFile.isElf(text)).isFalse();
        assertThatThrownBy(() -> ElfFile.read(text)).hasMessageContaining("is no 64-bit ELF file");
    }

    @Test
    void aFileThatWasCutOffIsDamaged() throws IOException {
        var start = Files.readAllBytes(JAVA);
        var cut = folder.resolve("cut");
        Files.write(cut, Arrays.copyOf(start, 128));
        assertThatThrownBy(() -> ElfFile.read(cut)).hasMessageContaining("damaged");
    }
}
