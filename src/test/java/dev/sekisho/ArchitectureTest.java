package dev.sekisho;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The walls between the packages. Before you change this file, think about the layering: data
/// flows kube, manifests -> cluster -> translate -> reconcile -> planes -> status, and a package
/// that needs something from further down usually needs a record in the model instead.
class ArchitectureTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/sekisho");
    private static final String OURS = "dev.sekisho.";
    private static final List<String> EVERYWHERE = List.of("java..", "org.jspecify.annotations..");
    private static final String LOGGING = "org.jboss.logging..";
    private static final String FABRIC8 = "io.fabric8..";
    private static final String NETTY = "io.netty..";
    private static final String VERTX = "io.vertx..";
    private static final String PICOCLI = "picocli..";
    private static final String CDI = "jakarta..";
    private static final String JAVAX = "javax..";
    private static final String JACKSON = "com.fasterxml.jackson.core..";

    /// What each package may use beside itself, `java..` and the nullness annotations. Names
    /// without a dot are packages of ours.
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("model", Set.of()),
                    Map.entry("cluster", Set.of("model")),
                    Map.entry("translate", Set.of("model", "cluster", JAVAX)),
                    Map.entry("plane", Set.of("model")),
                    Map.entry(
                            "reconcile", Set.of("cluster", "model", "translate", "plane", LOGGING)),
                    Map.entry("mapping", Set.of("cluster", "model", FABRIC8)),
                    Map.entry(
                            "kube",
                            Set.of(
                                    "cluster", "model", "mapping", "status", FABRIC8, JACKSON, CDI,
                                    LOGGING)),
                    Map.entry(
                            "manifests",
                            Set.of(
                                    "cluster",
                                    "model",
                                    "mapping",
                                    FABRIC8,
                                    "com.fasterxml.jackson..",
                                    "org.snakeyaml..",
                                    "org.yaml..",
                                    LOGGING)),
                    Map.entry("saved", Set.of("cluster", "model", LOGGING)),
                    Map.entry("names", Set.of("cluster", "model", NETTY, LOGGING)),
                    Map.entry("gateway", Set.of("model", "plane", NETTY, VERTX, JAVAX, LOGGING)),
                    Map.entry("dns", Set.of("model", "plane", NETTY, VERTX, LOGGING)),
                    Map.entry("nft", Set.of()),
                    Map.entry("serviceproxy", Set.of("model", "plane", "nft", LOGGING)),
                    Map.entry("announce", Set.of("model", "plane", LOGGING)),
                    Map.entry("networkpolicy", Set.of("model", "plane", "nft", LOGGING)),
                    Map.entry("status", Set.of("model", "plane")),
                    Map.entry(
                            "admin",
                            Set.of(
                                    "model",
                                    "plane",
                                    "translate",
                                    "cluster",
                                    VERTX,
                                    CDI,
                                    JACKSON,
                                    JAVAX,
                                    "io.quarkus..",
                                    "io.micrometer..")),
                    Map.entry(
                            "cli",
                            Set.of(
                                    "model",
                                    "plane",
                                    "translate",
                                    "cluster",
                                    PICOCLI,
                                    "io.smallrye.config..",
                                    "org.eclipse.microprofile.config..",
                                    "org.yaml.snakeyaml..")),
                    Map.entry("demo", Set.of(VERTX)));

    private static JavaClasses main;

    @BeforeAll
    static void read() {
        var classes = EdgeApplication.class.getProtectionDomain().getCodeSource().getLocation();
        main = new ClassFileImporter().importUrl(classes);
    }

    @Test
    void everyPackageHasItsRow() throws IOException {
        try (var folders = Files.list(SOURCES)) {
            var found = folders.filter(Files::isDirectory).map(Path::getFileName);
            assertThat(found.map(Path::toString)).isSubsetOf(MAY_USE.keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatItsRowAllows(String name) {
        classes()
                .that(resideInAPackage(OURS + name + ".."))
                .should(onlyDependOnClassesThat(resideInAnyPackage(allowed(name))))
                .allowEmptyShould(true)
                .check(main);
    }

    static Set<String> packages() {
        return new TreeSet<>(MAY_USE.keySet());
    }

    private static String[] allowed(String name) {
        var packages = new ArrayList<>(EVERYWHERE);
        packages.add(OURS + name + "..");
        for (var other : MAY_USE.getOrDefault(name, Set.of())) {
            packages.add(other.contains(".") ? other : OURS + other + "..");
        }
        return packages.toArray(String[]::new);
    }

    @Test
    void nobodyUsesTheRoot() {
        noClasses()
                .that(resideInAPackage(OURS + "*.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.sekisho"))
                .check(main);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.sekisho.(*)..").should().beFreeOfCycles().check(main);
    }

    @Test
    void translationIsPure() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                OURS + "translate..", OURS + "cluster..", OURS + "model.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "java.nio.file..", "java.nio.channels..", "java.util.logging.."))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .check(main);
    }

    @Test
    void orderIsPartOfWhatThePureCoreReturns() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                OURS + "translate..", OURS + "cluster..", OURS + "model.."))
                .should()
                .callMethod(Map.class, "copyOf", Map.class)
                .orShould()
                .callMethod(Set.class, "copyOf", Collection.class)
                .because("their order changes from one start of the JVM to the next")
                .check(main);
    }

    @Test
    void valuesAreFinal() {
        fields().that()
                .areDeclaredInClassesThat(resideInAnyPackage(OURS + "model.."))
                .should()
                .beFinal()
                .check(main);
        fields().that()
                .areDeclaredInClassesThat(resideInAnyPackage(OURS + "cluster.."))
                .and()
                .areDeclaredInClassesThat()
                .areRecords()
                .should()
                .beFinal()
                .check(main);
    }

    @Test
    void dependenciesAreInjectedInTheRootAndAtTheEdgesOnly() {
        noClasses()
                .that(resideInAPackage(OURS + "*.."))
                .and(DescribedPredicate.not(resideInAnyPackage(OURS + "kube..", OURS + "admin..")))
                .should()
                .dependOnClassesThat(resideInAPackage(CDI))
                .check(main);
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
        for (var folder : folders(SOURCES)) {
            var info = folder.resolve("package-info.java");
            assertThat(info).isRegularFile().content().startsWith("/// ").contains("@NullMarked");
        }
    }

    private static List<Path> folders(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isDirectory).filter(ArchitectureTest::hasSources).toList();
        }
    }

    private static boolean hasSources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void blackBoxTestsStayOutside() throws IOException {
        try (var files = Files.walk(Path.of("src/native-test/java"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file).lines().filter(line -> line.startsWith("import")))
                        .as(file.toString())
                        .noneMatch(
                                line -> line.contains(" dev.sekisho.") && !line.contains(".it."));
            }
        }
    }
}
