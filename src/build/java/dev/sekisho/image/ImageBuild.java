package dev.sekisho.image;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The program: `ImageBuild KIND NAME=VALUE...`, where the kind is `native` or `jvm`.
///
/// Values: `target`, the build's folder; `version`, `commit`, `created`, `license`, `title` and
/// `description`, what the image says of itself.
public final class ImageBuild {

    private static final String EXECUTABLE = "usr/bin/sekisho";

    /// Where executables look for libraries unasked.
    private static final String LIBRARIES = "usr/lib";

    private static final List<String> NODE_PROGRAMS = List.of("nft", "conntrack", "ip");
    private static final String SBOM = "sbom.cdx.json";

    private final Map<String, String> values;
    private final Path target;
    private final Path images;
    private final Instant created;

    ImageBuild(Map<String, String> values) {
        this.values = values;
        this.target = Path.of(value("target")).toAbsolutePath();
        this.images = target.resolve("images");
        this.created = Instant.parse(value("created"));
    }

    public static void main(String... args) throws IOException, InterruptedException {
        var values = new HashMap<String, String>();
        for (var arg : List.of(args).subList(1, args.length)) {
            var equals = arg.indexOf('=');
            values.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        var build = new ImageBuild(values);
        build.writeSbom();
        switch (args[0]) {
            case "native" -> build.nativeImage();
            case "jvm" -> build.jvmImage();
            default -> throw new IllegalArgumentException("no kind of image: " + args[0]);
        }
    }

    /// The executable, the library that it loads, what they are linked with, and nothing else.
    String nativeImage() throws IOException {
        var executable = target.resolve("sekisho");
        var architecture = SharedLibraries.architecture(executable);
        var root = RootFolder.create(images.resolve("native"));
        root.copyProgram(EXECUTABLE, executable);
        NettyLibraries.copy(root, LIBRARIES, architecture);
        root.copyLibraries(SharedLibraries.ofThisSystem().of(root.elfFiles()));
        copySbom(root);
        return write(
                "native",
                List.of(layer("native-all", "executable", root, _ -> true)),
                config("", architecture, List.of("/" + EXECUTABLE)));
    }

    /// A second image of the same layers and the programs by which the agent of a node talks to the
    /// kernel. They come from the machine that builds, with what they are linked with.
    private void agentImage(String kind, List<Layer> layers, ImageConfig config)
            throws IOException {
        var programs = NODE_PROGRAMS.stream().map(ImageBuild::installed).toList();
        if (programs.stream().anyMatch(Optional::isEmpty)) {
            System.out.printf("no image of the agent: not all of %s are here%n", NODE_PROGRAMS);
            return;
        }
        var root = RootFolder.create(images.resolve("agent"));
        var found = programs.stream().flatMap(Optional::stream).toList();
        for (var program : found) {
            root.copyProgram("usr/sbin/" + program.getFileName(), program);
        }
        root.copyLibraries(SharedLibraries.ofThisSystem().of(found));
        var all = new ArrayList<>(layers);
        var own =
                layer(
                        kind + "-agent",
                        "programs of the node",
                        root,
                        it -> it.startsWith("usr/") || it.startsWith("lib"));
        all.add(own);
        archive(kind + "-agent", all, config.ofAgent());
        Files.delete(own.file());
    }

    private static Optional<Path> installed(String program) {
        return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// A Java runtime, what it is linked with, the application and its AOT cache.
    String jvmImage() throws IOException, InterruptedException {
        var root = RootFolder.create(images.resolve("jvm"));
        JvmRuntime.link(root.path().resolve(JvmRuntime.HOME));
        root.copyTree(JvmRuntime.APPLICATION, target.resolve("quarkus-app"));
        var java = root.path().resolve(JvmRuntime.HOME + "/bin/java");
        var architecture = SharedLibraries.architecture(java);
        NettyLibraries.copy(root, JvmRuntime.NATIVE, architecture);
        root.copyLibraries(librariesOf(root));
        copySbom(root);
        root.touch(created);
        Predicate<String> application = it -> it.startsWith(JvmRuntime.APPLICATION);
        var layers = new ArrayList<Layer>();
        layers.add(layer("jvm-runtime", "Java runtime", root, application.negate()));
        layers.add(layer("jvm-application", "application", root, application));
        train(root, layers);
        layers.add(layer("jvm-cache", "AOT cache", root, JvmRuntime.CACHE::equals));
        var command = new ArrayList<>(JvmRuntime.command(Path.of("/")));
        command.add(1, "-XX:AOTCache=/" + JvmRuntime.CACHE);
        return write("jvm", layers, config("-jvm", architecture, command));
    }

    private static SortedSet<Path> librariesOf(RootFolder root) throws IOException {
        var home = root.path().resolve(JvmRuntime.HOME);
        var own = List.of(home.resolve("lib"), home.resolve("lib/server"));
        return SharedLibraries.ofThisSystem().with(own).of(root.elfFiles());
    }

    /// Training gives other bytes every time, so a cache is made once for the same input.
    private void train(RootFolder root, List<Layer> layers)
            throws IOException, InterruptedException {
        var input = new StringBuilder(JvmRuntime.command(Path.of("/")).toString());
        layers.forEach(layer -> input.append(layer.contentDigest()));
        var key = Layer.digest(Json.bytes(input)).substring("sha256:".length());
        var kept = images.resolve("aot").resolve(key + ".aot");
        if (!Files.exists(kept)) {
            Files.createDirectories(images.resolve("aot"));
            var fresh = images.resolve("fresh.aot");
            Files.deleteIfExists(fresh);
            Training.run(JvmRuntime.command(root.path()), fresh);
            Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        root.copy(JvmRuntime.CACHE, kept);
    }

    private Layer layer(String file, String title, RootFolder root, Predicate<String> taken)
            throws IOException {
        return Layer.write(title, images.resolve(file + ".tar.gz"), root.path(), created, taken);
    }

    private String write(String kind, List<Layer> layers, ImageConfig config) throws IOException {
        var digest = archive(kind, layers, config);
        agentImage(kind, layers, config);
        for (var layer : layers) {
            Files.delete(layer.file());
        }
        return digest;
    }

    private String archive(String kind, List<Layer> layers, ImageConfig config) throws IOException {
        var archive = images.resolve("sekisho-" + kind + ".tar");
        var digest = new OciArchive(config, layers).write(archive);
        Files.writeString(images.resolve("sekisho-" + kind + ".digest"), digest + "\n");
        System.out.printf(
                "%s: %s %s %s, %d MB%n",
                archive, config.name(), config.architecture(), digest, Files.size(archive) >> 20);
        return digest;
    }

    /// Of the archives that this program was started with, which are those of the application.
    void writeSbom() throws IOException {
        var archives =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(it -> it.endsWith(".jar"))
                        .map(Path::of)
                        .toList();
        var bill = new BillOfMaterials(value("version"), value("license"), created);
        Files.write(target.resolve(SBOM), bill.of(archives));
    }

    private void copySbom(RootFolder root) throws IOException {
        root.copy(SBOM, target.resolve(SBOM));
    }

    /// The two kinds have names of their own, so that a node can hold both.
    private ImageConfig config(String suffix, String architecture, List<String> entrypoint) {
        var labels = new TreeMap<String, String>();
        label(labels, "title", value("title"));
        label(labels, "description", value("description"));
        label(labels, "version", value("version"));
        label(labels, "revision", value("commit"));
        label(labels, "created", created.toString());
        label(labels, "licenses", value("license"));
        return new ImageConfig(
                "sekisho:" + value("version") + suffix,
                architecture,
                created,
                entrypoint,
                ImageConfig.User.NOBODY,
                labels);
    }

    private static void label(Map<String, String> labels, String name, String value) {
        labels.put("org.opencontainers.image." + name, value);
    }

    private String value(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for " + name);
        }
        return value;
    }
}
