package dev.sekisho.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupTest {

    @TempDir Path root;

    @Test
    void version2CountsWhatTheKernelCannotDrop() throws IOException {
        write("membership", "0::/pod/main\n");
        write("groups/pod/main/memory.max", "1000\n");
        write("groups/pod/main/memory.current", "900\n");
        write("groups/pod/main/memory.stat", "anon 600\ninactive_file 200\nactive_file 100\n");
        assertThat(share()).isEqualTo(0.7);
    }

    @Test
    void version1CountsTheSame() throws IOException {
        write("membership", "5:cpu:/pod\n4:memory:/pod\n0::/\n");
        write("groups/memory/pod/memory.limit_in_bytes", "1000\n");
        write("groups/memory/pod/memory.usage_in_bytes", "900\n");
        write("groups/memory/pod/memory.stat", "inactive_file 1\ntotal_inactive_file 200\n");
        assertThat(share()).isEqualTo(0.7);
    }

    @Test
    void aContainerThatSeesItsGroupAsTheRootIsFound() throws IOException {
        write("membership", "0::/kubepods/pod1/abc\n");
        write("groups/memory.max", "1000\n");
        write("groups/memory.current", "500\n");
        assertThat(share()).isEqualTo(0.5);
    }

    @Test
    void theFullestOfAllGroupsAroundCounts() throws IOException {
        write("membership", "0::/pod/main\n");
        write("groups/pod/main/memory.max", "max\n");
        write("groups/pod/main/memory.current", "450\n");
        write("groups/pod/memory.max", "1000\n");
        write("groups/pod/memory.current", "950\n");
        write("groups/memory.max", "10000\n");
        write("groups/memory.current", "1000\n");
        assertThat(share()).isEqualTo(0.95);
    }

    @Test
    void noLimitIsNoShare() throws IOException {
        write("membership", "0::/\n");
        write("groups/memory.max", "max\n");
        write("groups/memory.current", "500\n");
        assertThat(share()).isZero();

        write("membership", "4:memory:/\n");
        write("groups/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("groups/memory/memory.usage_in_bytes", "500\n");
        assertThat(share()).isZero();
    }

    @Test
    void noGroupIsNoShare() throws IOException {
        assertThat(share()).isZero();
        write("membership", "0::/../elsewhere\n");
        assertThat(share()).isZero();
    }

    private double share() {
        return new ControlGroup(root.resolve("membership"), root.resolve("groups")).share();
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
