package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {

    private static final long MEBIBYTE = 1 << 20;

    @TempDir Path root;

    @BeforeEach
    void aMachineWithOneGibibyte() throws IOException {
        write("proc/meminfo", "MemTotal:        1048576 kB\nMemFree:            1000 kB\n");
    }

    @Test
    void aContainerOfVersion2IsTheTopOfWhatItSees() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", 128 * MEBIBYTE);
        assertThat(limit()).isEqualTo(128 * MEBIBYTE);
    }

    @Test
    void aParentMayAllowLess() throws IOException {
        write("proc/self/cgroup", "0::/pods/pod/container\n");
        write("sys/fs/cgroup/pods/memory.max", 512 * MEBIBYTE);
        write("sys/fs/cgroup/pods/pod/memory.max", 96 * MEBIBYTE);
        write("sys/fs/cgroup/pods/pod/container/memory.max", "max\n");
        assertThat(limit()).isEqualTo(96 * MEBIBYTE);
    }

    @Test
    void version1HasAControllerOfItsOwn() throws IOException {
        write("proc/self/cgroup", "7:cpu,cpuacct:/pod\n4:memory:/pod\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", Long.MAX_VALUE - 4095);
        write("sys/fs/cgroup/memory/pod/memory.limit_in_bytes", 64 * MEBIBYTE);
        assertThat(limit()).isEqualTo(64 * MEBIBYTE);
    }

    @Test
    void aPathThatOnlyTheHostHasIsTheTop() throws IOException {
        write("proc/self/cgroup", "4:memory:/kubepods/pod1\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", 64 * MEBIBYTE);
        assertThat(limit()).isEqualTo(64 * MEBIBYTE);
    }

    @Test
    void aPathThatLeadsOutIsTheTop() throws IOException {
        write("proc/self/cgroup", "0::/../../other\n");
        write("sys/fs/cgroup/memory.max", 64 * MEBIBYTE);
        assertThat(limit()).isEqualTo(64 * MEBIBYTE);
    }

    @Test
    void withoutALimitTheMachineIsIt() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "max\n");
        assertThat(limit()).isEqualTo(1024 * MEBIBYTE);
    }

    @Test
    void whereNothingIsToldNothingIsKnown() throws IOException {
        Files.delete(root.resolve("proc/meminfo"));
        assertThat(new MemoryLimit(root).bytes()).isEmpty();
    }

    private long limit() {
        return new MemoryLimit(root).bytes().orElseThrow();
    }

    private void write(String name, long bytes) throws IOException {
        write(name, bytes + "\n");
    }

    private void write(String name, String content) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
