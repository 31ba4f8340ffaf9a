package dev.sekisho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.NameLookup;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.mapping.ClusterObjectMapper;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.translate.TranslationSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// The input of one golden case.
///
/// `settings.yaml` may hold, besides what `TranslationSettings` names: `now`; `certificates`,
/// Secrets made of the test certificates (`namespace/name: fixture`, or `certificate key` where
/// they differ); `forbiddenSecrets`; `secretAccess`; `names`, DNS answers (a list of addresses, or
/// the word for a failure).
record GoldenCase(ClusterState state, TranslationSettings settings, Instant now) {

    private static final Path FIXTURES = Path.of("src/test/resources/certificates");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();
    private static final long AS_WRITTEN = 0;

    static GoldenCase read(Path dir) throws IOException {
        return readShuffled(dir, AS_WRITTEN);
    }

    static GoldenCase readShuffled(Path dir, long seed) throws IOException {
        var objects = new ArrayList<>(objects(dir.resolve("in.yaml")));
        if (seed != AS_WRITTEN) {
            Collections.shuffle(objects, new Random(seed));
        }
        var file = dir.resolve("settings.yaml");
        var extra = Files.exists(file) ? YAML.readTree(file.toFile()) : YAML.createObjectNode();
        var settings = new GoldenSettings(extra);
        settings.failOnUnknown();
        return new GoldenCase(state(objects, settings), settings.translation(), settings.now());
    }

    private static ClusterState state(List<ClusterObject> objects, GoldenSettings settings)
            throws IOException {
        var access = SecretAccess.valueOf(settings.text("secretAccess", "EXHAUSTIVE"));
        var store = new ClusterStore(access, _ -> {});
        objects.forEach(store::put);
        for (var entry : settings.map("certificates").entrySet()) {
            store.put(secret(entry.getKey(), entry.getValue().asText()));
        }
        for (var path : settings.list("forbiddenSecrets")) {
            store.putSecret(secretRef(path), new SecretLookup.Forbidden());
        }
        settings.map("names").forEach((name, answer) -> store.putName(name, lookup(answer)));
        return store.state();
    }

    private static List<ClusterObject> objects(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            Object parsed = KUBERNETES.unmarshal(in);
            var all = parsed instanceof List<?> list ? list : List.of(parsed);
            return all.stream()
                    .map(HasMetadata.class::cast)
                    .map(object -> ClusterObjectMapper.map(object).orElseThrow())
                    .toList();
        }
    }

    private static Secret secret(String path, String fixture) throws IOException {
        var names = fixture.split(" ", -1);
        var crt = names.length == 2 ? names[0] : fixture + ".crt";
        var key = names.length == 2 ? names[1] : fixture + ".key";
        var ref = secretRef(path);
        var data =
                new TreeMap<>(
                        Map.of(
                                "tls.crt",
                                new SecretValue(Files.readAllBytes(FIXTURES.resolve(crt))),
                                "tls.key",
                                new SecretValue(Files.readAllBytes(FIXTURES.resolve(key)))));
        return new Secret(ObjectMeta.of(ref.namespace(), ref.name()), "kubernetes.io/tls", data);
    }

    private static ObjectRef secretRef(String path) {
        var slash = path.indexOf('/');
        return ObjectRef.secret(path.substring(0, slash), path.substring(slash + 1));
    }

    private static NameLookup lookup(JsonNode answer) {
        return answer.isArray()
                ? new NameLookup.Resolved(
                        StreamSupport.stream(answer.spliterator(), false)
                                .map(JsonNode::asText)
                                .toList())
                : new NameLookup.Failed(answer.asText());
    }
}
