package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Native executables know only the classes that are registered; Jackson finds the others empty.
class KubernetesReflectionTest {

    private static final String MODEL = "io.fabric8.kubernetes.api.model.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Set<String> used;

    @BeforeAll
    static void read() {
        used = used();
    }

    @Test
    void allThatIsReadOrWrittenIsRegistered() throws ClassNotFoundException {
        var reached = new TreeSet<String>();
        for (var type : used) {
            collect(JSON.constructType(Class.forName(type)), reached);
        }
        assertThat(registered())
                .as("targets of KubernetesReflection: add what is missing, drop what is not used")
                .containsExactlyInAnyOrderElementsOf(reached);
    }

    @Test
    void theKindsThatAreReadAreSeen() {
        assertThat(used)
                .contains(
                        MODEL + "networking.v1.Ingress",
                        MODEL + "discovery.v1.EndpointSlice",
                        MODEL + "Secret",
                        MODEL + "coordination.v1.Lease");
    }

    /// The resources that our code names, whatever for. Interfaces are not made by anybody.
    private static Set<String> used() {
        var ours = EdgeApplication.class.getProtectionDomain().getCodeSource().getLocation();
        return new ClassFileImporter()
                .importUrl(ours).stream()
                        .filter(it -> !it.isAssignableTo(KubernetesReflection.class))
                        .flatMap(it -> it.getDirectDependenciesFromSelf().stream())
                        .map(it -> it.getTargetClass().getBaseComponentType())
                        .filter(KubernetesReflectionTest::isResource)
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isResource(JavaClass type) {
        return type.getName().startsWith(MODEL)
                && !type.isInterface()
                && type.isAssignableTo(KubernetesResource.class);
    }

    private static Set<String> registered() {
        var registration = KubernetesReflection.class.getAnnotation(RegisterForReflection.class);
        return Arrays.stream(registration.targets())
                .map(Class::getName)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static void collect(@Nullable JavaType type, Set<String> reached) {
        if (type == null) {
            return;
        }
        collect(type.getKeyType(), reached);
        collect(type.getContentType(), reached);
        var name = type.getRawClass().getName();
        if (!name.startsWith("io.fabric8.") || !reached.add(name)) {
            return;
        }
        JSON.getDeserializationConfig()
                .introspect(type)
                .findProperties()
                .forEach(property -> collect(property.getPrimaryType(), reached));
    }
}
