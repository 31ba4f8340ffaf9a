package dev.sekisho.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTableTest {

    @TempDir Path process;

    @Test
    void whatIsOpenedIsSeen() throws IOException {
        var table = new DescriptorTable(Path.of("/proc/self"));
        int before = table.open();
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                sockets.add(new ServerSocket(0));
            }
            assertThat(table.open()).isGreaterThanOrEqualTo(before + 40);
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        assertThat(table.limit()).isGreaterThan(before);
    }

    @Test
    void theLimitIsTheSoftOne() throws IOException {
        limits("Max processes  9  9  processes\nMax open files  256   4096  files\n");
        assertThat(limit()).isEqualTo(256);
    }

    @Test
    void whatIsNotSaidIsNotLimited() throws IOException {
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
        limits("Max open files            unlimited            unlimited            files\n");
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
        limits("Max open files            many\n");
        assertThat(limit()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theLimitHoldsWhileItCannotBeRead() throws IOException {
        limits("Max open files  256   4096  files\n");
        var table = new DescriptorTable(process);
        assertThat(table.limit()).isEqualTo(256);

        Files.delete(process.resolve("limits"));

        assertThat(table.limit()).isEqualTo(256);
    }

    private int limit() {
        return new DescriptorTable(process).limit();
    }

    private void limits(String text) throws IOException {
        Files.writeString(process.resolve("limits"), text);
    }
}
