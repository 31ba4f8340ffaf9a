package dev.sekisho.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds what programs are linked with, as the dynamic loader would: all of it and nothing else.
final class SharedLibraries {

    private static final int X86_64 = 62;
    private static final int AARCH_64 = 183;

    private final List<Path> folders;

    SharedLibraries(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /// With the folders in which loaders of common distributions look.
    static SharedLibraries ofThisSystem() {
        return new SharedLibraries(
                Stream.of(
                                "/lib/x86_64-linux-gnu",
                                "/usr/lib/x86_64-linux-gnu",
                                "/lib/aarch64-linux-gnu",
                                "/usr/lib/aarch64-linux-gnu",
                                "/lib64",
                                "/usr/lib64",
                                "/lib",
                                "/usr/lib")
                        .map(Path::of)
                        .toList());
    }

    /// As this, with folders to look in first.
    SharedLibraries with(List<Path> first) {
        return new SharedLibraries(Stream.concat(first.stream(), folders.stream()).toList());
    }

    /// The loader and the libraries of these files, and of those libraries, where they were found.
    /// One name is loaded once: a library that needs the loader gets the one that is there.
    SortedSet<Path> of(Collection<Path> files) throws IOException {
        var found = new TreeMap<String, Path>();
        var open = new ArrayDeque<>(files);
        while (!open.isEmpty()) {
            var file = open.remove();
            var elf = ElfFile.read(file);
            if (!elf.interpreter().isEmpty()) {
                var loader = Path.of(elf.interpreter());
                found.put(String.valueOf(loader.getFileName()), loader);
            }
            for (var name : elf.needed()) {
                if (!found.containsKey(name)) {
                    var library = find(name, file, elf);
                    found.put(name, library);
                    open.add(library);
                }
            }
        }
        return new TreeSet<>(found.values());
    }

    private Path find(String name, Path user, ElfFile elf) throws IOException {
        var origin = String.valueOf(user.toAbsolutePath().getParent());
        var own = elf.runPaths().stream().map(path -> Path.of(path.replace("$ORIGIN", origin)));
        for (var folder : Stream.concat(own, folders.stream()).toList()) {
            var candidate = folder.resolve(name).normalize();
            if (Files.isRegularFile(candidate)
                    && ElfFile.isElf(candidate)
                    && ElfFile.read(candidate).machine() == elf.machine()) {
                return candidate;
            }
        }
        throw new IOException(user + " needs " + name + ", which is in none of " + folders);
    }

    /// The word that images have for the machine that a file is for.
    static String architecture(Path file) throws IOException {
        var machine = ElfFile.read(file).machine();
        return switch (machine) {
            case X86_64 -> "amd64";
            case AARCH_64 -> "arm64";
            default -> throw new IOException(file + " is for an unknown machine " + machine);
        };
    }
}
