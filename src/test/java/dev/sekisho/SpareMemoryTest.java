package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SpareMemoryTest {

    private static final Path EXECUTABLE = Path.of("/usr/bin/sekisho");

    private static final String MAPPINGS =
            """
            559700000000-559700100000 r--p 00000000 fe:00 1234     /usr/bin/sekisho
            Rss:                1024 kB
            Anonymous:             0 kB
            VmFlags: rd mr mw me
            559700100000-559700900000 r-xp 00100000 fe:00 1234     /usr/bin/sekisho
            Anonymous:             0 kB
            559700900000-559700a00000 r--p 00900000 fe:00 1234     /usr/bin/sekisho
            Anonymous:            12 kB
            559700a00000-559700b00000 rw-p 00a00000 fe:00 1234     /usr/bin/sekisho
            Anonymous:             0 kB
            7f0000000000-7f0000100000 r-xp 00000000 fe:00 99       /usr/lib/libc.so.6
            Anonymous:             0 kB
            ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0
            Anonymous:             0 kB
            """;

    @Test
    void onlyPagesOfTheFileThatNobodyCanHaveWrittenAreFound() {
        assertThat(SpareMemory.cleanFilePages(MAPPINGS, EXECUTABLE))
                .containsExactly(
                        new SpareMemory.Range(0x559700000000L, 0x559700100000L),
                        new SpareMemory.Range(0x559700100000L, 0x559700900000L));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelsTextIsUnderstood() throws IOException {
        var executable = Path.of("/proc/self/exe").toRealPath();
        var mappings = Files.readString(Path.of("/proc/self/smaps"));
        assertThat(SpareMemory.cleanFilePages(mappings, executable)).isNotEmpty();
    }
}
