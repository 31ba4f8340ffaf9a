package dev.sekisho.gateway.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where kept bodies are, and what is left of them.
class BodySpoolTest {

    private final EventExecutor loop = new DefaultEventExecutor();
    @TempDir private Path folder;

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private BodySpool spool() {
        return new BodySpool(new SpoolSettings(0, Optional.of(folder), 0));
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static int files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        }
    }

    @Test
    void openingRemovesOurFilesAndNoOthers() throws IOException {
        Files.createFile(folder.resolve("sekisho-body-0123456789abcdef.tmp"));
        Files.createFile(folder.resolve("sekisho-body-mine.tmp"));
        Files.createFile(folder.resolve("other"));

        spool().open();

        assertThat(folder.resolve("sekisho-body-0123456789abcdef.tmp")).doesNotExist();
        assertThat(folder.resolve("sekisho-body-mine.tmp")).exists();
        assertThat(folder.resolve("other")).exists();
        assertThat(files(folder)).isEqualTo(2);
    }

    @Test
    void openingMakesTheFolderAndTellsIfItCannot() throws IOException {
        Path below = folder.resolve("a/b");
        new BodySpool(new SpoolSettings(0, Optional.of(below), 0)).open();
        assertThat(below).isDirectory();

        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new BodySpool(new SpoolSettings(0, Optional.of(file), 0)).open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileHasNoNameAndNobodyElseMayReadIt() throws IOException {
        SpillFile file = SpillFile.create(folder);
        file.write(text("hello"), 0);
        assertThat(files(folder)).isZero();
        file.close();

        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.map(BodySpoolTest::target))
                    .noneMatch(target -> target.contains("sekisho-body-"));
        }
        SpillFile another = SpillFile.create(folder);
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            Path link =
                    open.filter(fd -> target(fd).contains("sekisho-body-"))
                            .findFirst()
                            .orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(link)))
                    .isEqualTo("rw-------");
        }
        another.close();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void aBodyIsReadAsOftenAsIsAsked() throws Exception {
        BodySpool spool = spool();
        String text = "0123456789".repeat(20_000);
        StoredBody[] body = new StoredBody[1];
        onLoop(() -> {
            body[0] = spool.keep(loop, UnpooledByteBufAllocator.DEFAULT, 1000, new Ignoring());
            for (int at = 0; at < text.length(); at += 400) {
                body[0].add(text(text.substring(at, at + 400)));
            }
        });
        await().until(() -> !body[0].isBusy());
        for (int i = 0; i < 3; i++) {
            Collector collector = new Collector();
            onLoop(() -> collector.begin(body[0]));
            await().until(() -> collector.text().length() == text.length());
            assertThat(collector.text()).isEqualTo(text);
        }
        onLoop(() -> body[0].close());
        await().until(() -> spool.files().used() == 0 && spool.memory().used() == 0);
    }

    @Test
    void aBodyThatIsClosedWhileItIsWrittenLeavesNothing() throws Exception {
        BodySpool spool = spool();
        onLoop(() -> {
            for (int i = 0; i < 50; i++) {
                StoredBody body =
                        spool.keep(loop, UnpooledByteBufAllocator.DEFAULT, 10, new Ignoring());
                body.add(text("0123456789".repeat(10_000)));
                body.close();
                body.close();
            }
        });
        await().until(() -> spool.files().used() == 0 && spool.memory().used() == 0);
        await().untilAsserted(() -> {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(open.map(BodySpoolTest::target))
                        .noneMatch(target -> target.contains("sekisho-body-"));
            }
        });
    }

    private void onLoop(Runnable step) throws InterruptedException {
        loop.submit(step).sync();
    }

    private static final class Ignoring implements StoredBody.Owner {
        @Override
        public void bodyWritten() {}
    }

    private static final class Collector implements StoredBody.Outlet {
        private final List<String> parts = new CopyOnWriteArrayList<>();
        private StoredBody.@Nullable Replay replay;

        private String text() {
            return String.join("", parts);
        }

        private void begin(StoredBody body) {
            StoredBody.Replay begun = body.replay(this);
            replay = begun;
            begun.next();
        }

        @Override
        public void bodyBlock(ByteBuf block) {
            parts.add(block.toString(StandardCharsets.US_ASCII));
            block.release();
            Objects.requireNonNull(replay).next();
        }

        @Override
        public void bodyLost() {
            parts.add("lost");
        }
    }
}
