package dev.sekisho.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.model.ObjectRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    private static final Instant SAVED = Instant.parse("2026-11-23T22:00:00.123Z");
    private static final SortedMap<String, String> ORIGIN =
            new TreeMap<>(Map.of("API server", "https://10.96.0.1:443/", "--ingress-class", "a"));
    private static final int HEADER = 20;

    @TempDir Path folder;
    private StateFile file;

    @BeforeEach
    void create() {
        file = new StateFile(folder, StateFile.LARGEST);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        for (var seed = 0; seed < 300; seed++) {
            var configuration = configuration(seed);
            write(configuration);
            assertThat(file.read(ORIGIN)).as("seed %d", seed).contains(configuration);
        }
    }

    /// Whoever changes this number changes `VERSION`, too, or old files are misread.
    @Test
    void theSameObjectsAreTheSameBytesInEveryProgramOfThisVersion() throws IOException {
        var checksum = new CRC32C();
        for (var seed = 0; seed < 50; seed++) {
            write(configuration(seed));
            checksum.update(bytes());
        }
        assertThat(StateFile.VERSION).isEqualTo(2);
        assertThat(checksum.getValue()).isEqualTo(2385715974L);
    }

    @Test
    void withoutAFileThereIsNothing() throws IOException {
        assertThat(file.read(ORIGIN)).isEmpty();
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        Files.writeString(folder.resolve("last-configuration.new"), "of a crash");
        write(configuration(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file.path());
        }
    }

    @Test
    void omittedSecretsAreNotInIt() throws IOException {
        var state = withSecret();
        file.write(new SavedConfiguration(SAVED, state), ORIGIN, SavedSecrets.OMITTED);
        var read = file.read(ORIGIN).orElseThrow().state();
        assertThat(read.secrets().values()).noneMatch(SecretLookup.Found.class::isInstance);
        for (var entry : state.secrets().entrySet()) {
            var expected =
                    entry.getValue() instanceof SecretLookup.Found
                            ? new SecretLookup.Unsaved()
                            : entry.getValue();
            assertThat(read.secret(entry.getKey())).isEqualTo(expected);
        }
        assertThat(read.secret(ObjectRef.secret("no", "such")))
                .isEqualTo(new SecretLookup.Unsaved());
        assertThat(read.ingresses()).isEqualTo(state.ingresses());
    }

    @Test
    void atEveryLengthButItsOwnItIsRefused() throws IOException {
        write(configuration(3));
        var whole = bytes();
        for (var length = 0; length < whole.length; length++) {
            refuses(Arrays.copyOf(whole, length));
        }
        refuses(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void withAnyBitTurnedItIsRefused() throws IOException {
        write(configuration(4));
        var whole = bytes();
        for (var index = 0; index < whole.length; index++) {
            var broken = whole.clone();
            broken[index] ^= (byte) (1 << index % 8);
            refuses(broken);
        }
    }

    /// A checksum holds no malice off: garbage with the right one must cost no more than a line.
    @Test
    void garbageWithARightChecksumIsRefused() throws IOException {
        var random = new Random(5);
        write(configuration(5));
        var whole = bytes();
        for (var round = 0; round < 2_000; round++) {
            var garbage = whole.clone();
            garbage[HEADER + random.nextInt(garbage.length - HEADER)] = (byte) random.nextInt();
            signAnew(garbage);
            Files.write(file.path(), garbage);
            try {
                file.read(ORIGIN);
            } catch (UnusableFileException expected) {
                assertThat(expected.getMessage())
                        .matches("damaged: [a-z ]+|saved with another [-a-zA-Z, ]*");
            }
        }
    }

    private static void signAnew(byte[] content) {
        var checksum = new CRC32C();
        checksum.update(content, HEADER, content.length - HEADER);
        ByteBuffer.wrap(content).putInt(16, (int) checksum.getValue());
    }

    @Test
    void anotherVersionIsNamed() throws IOException {
        write(configuration(6));
        var other = bytes();
        ByteBuffer.wrap(other).putInt(4, 7);
        Files.write(file.path(), other);
        assertThatThrownBy(() -> file.read(ORIGIN))
                .isInstanceOf(UnusableFileException.class)
                .hasMessage("of format 7, where this program reads 2");
    }

    @Test
    void anotherOriginIsNamed() throws IOException {
        write(configuration(7));
        var other = new TreeMap<>(ORIGIN);
        other.put("--ingress-class", "b");
        other.put("--watch-namespace", "shop");
        assertThatThrownBy(() -> file.read(other))
                .hasMessage("saved with another --ingress-class, --watch-namespace");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        write(configuration(8));
        var elsewhere = folder.resolve("elsewhere");
        Files.move(file.path(), elsewhere);
        Files.createSymbolicLink(file.path(), elsewhere);
        assertThatThrownBy(() -> file.read(ORIGIN)).hasMessage("not a regular file");
    }

    @Test
    void oneThatWouldBeTooLargeLeavesTheOldOne() throws IOException {
        write(configuration(9));
        var small = new StateFile(folder, 100);
        assertThatThrownBy(() ->
                        small.write(
                                new SavedConfiguration(SAVED, withSecret()),
                                ORIGIN,
                                SavedSecrets.KEPT))
                .hasMessageContaining("larger");
        assertThat(file.read(ORIGIN)).contains(configuration(9));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file.path());
        }
    }

    @Test
    void whoReadsWhileAnotherWritesSeesAWholeFile() throws Exception {
        write(configuration(0));
        var done = new AtomicBoolean();
        var writer =
                Thread.ofPlatform()
                        .start(() -> {
                            for (var seed = 0; seed < 200; seed++) {
                                writeUnchecked(seed);
                            }
                            done.set(true);
                        });
        while (!done.get()) {
            assertThat(file.read(ORIGIN)).isPresent();
        }
        writer.join();
    }

    private void writeUnchecked(int seed) {
        try {
            write(configuration(seed));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void refuses(byte[] content) throws IOException {
        Files.write(file.path(), content);
        assertThatThrownBy(() -> file.read(ORIGIN)).isInstanceOf(UnusableFileException.class);
    }

    private static SavedConfiguration configuration(int seed) {
        return new SavedConfiguration(SAVED, new RandomState(seed).state());
    }

    private static ClusterState withSecret() {
        for (var seed = 0; ; seed++) {
            var state = new RandomState(seed).state();
            if (state.secrets().values().stream().anyMatch(SecretLookup.Found.class::isInstance)) {
                return state;
            }
        }
    }

    private void write(SavedConfiguration configuration) throws IOException {
        file.write(configuration, ORIGIN, SavedSecrets.KEPT);
    }

    private byte[] bytes() throws IOException {
        return Files.readAllBytes(file.path());
    }
}
