package dev.sekisho.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The folder that becomes the root of an image's file system.
record RootFolder(Path path) {

    /// Makes it anew, with what every program expects: users, the order of name look-ups, `/tmp`.
    static RootFolder create(Path path) throws IOException {
        delete(path);
        var root = new RootFolder(path);
        root.write("etc/passwd", "nobody:x:65532:65532:nobody:/:/sbin/nologin\n");
        root.write("etc/group", "nobody:x:65532:\n");
        root.write("etc/nsswitch.conf", "hosts: files dns\n");
        Files.createDirectories(path.resolve("tmp"));
        return root;
    }

    void write(String name, String content) throws IOException {
        Files.writeString(in(name), content);
    }

    void copy(String name, Path file) throws IOException {
        Files.copy(file, in(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Copies what the class path has under a name.
    void copyResource(String name, String resource) throws IOException {
        try (var content = ClassLoader.getSystemResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException("not in the class path: " + resource);
            }
            Files.copy(content, in(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void copyProgram(String name, Path file) throws IOException {
        copy(name, file);
        Files.setPosixFilePermissions(in(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void copyTree(String name, Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                copy(name + "/" + tree.relativize(file), file);
            }
        }
    }

    /// Libraries keep their places, since those are where their loader looks.
    void copyLibraries(Collection<Path> libraries) throws IOException {
        for (var library : libraries) {
            if (!library.startsWith(path)) {
                copyProgram(String.valueOf(library.getRoot().relativize(library)), library);
            }
        }
    }

    List<Path> elfFiles() throws IOException {
        try (var files = Files.walk(path)) {
            var found = new ArrayList<Path>();
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (ElfFile.isElf(file)) {
                    found.add(file);
                }
            }
            return List.copyOf(found);
        }
    }

    /// An AOT cache knows its archives by their times, so the folder has those of the image.
    void touch(Instant modified) throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.filter(it -> !Files.isSymbolicLink(it)).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(modified));
            }
        }
    }

    private Path in(String name) throws IOException {
        var file = path.resolve(name);
        var parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return file;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
