package dev.sekisho.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {

    @TempDir private Path folder;
    private FolderWatch watch;

    @BeforeEach
    void start() {
        watch = new FolderWatch();
        watch.watch(Map.of(folder, "the folder"));
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    @Test
    void aFileRenamedIntoPlaceIsOneFileWithNewContent() throws Exception {
        var file = folder.resolve("shop.yaml");
        Files.move(Files.writeString(folder.resolve(".shop.yaml.new"), "{}"), file);

        var events = watch.await(Duration.ofSeconds(10));

        assertThat(events.files()).containsExactly(file);
        assertThat(events.everything()).isFalse();
    }

    @Test
    void aSwappedLinkOfAMountIsSeen() throws Exception {
        swap("..2026_01", "..data");

        var events = watch.await(Duration.ofSeconds(10));

        assertThat(events.files()).contains(folder.resolve("..data"));
    }

    private void swap(String target, String link) throws IOException {
        var fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(target));
        Files.move(fresh, folder.resolve(link));
    }
}
