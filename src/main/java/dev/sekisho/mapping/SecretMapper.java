package dev.sekisho.mapping;

import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Maps Secrets (v1): `data`, and `stringData` over it.
public final class SecretMapper {

    private SecretMapper() {}

    public static Secret map(io.fabric8.kubernetes.api.model.Secret object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    /// As above; a key whose value is not base64 is reported and left out.
    public static Secret map(
            io.fabric8.kubernetes.api.model.Secret object, Consumer<String> problems) {
        var type = Canonical.text(object.getType());
        var values = new TreeMap<String, SecretValue>();
        entries(object.getData()).forEach((key, value) -> decode(key, value, values, problems));
        entries(object.getStringData())
                .forEach((key, value) -> values.put(Canonical.text(key), encoded(value)));
        return new Secret(
                MetaMapper.namespaced(object, problems), type.isEmpty() ? "Opaque" : type, values);
    }

    private static Map<String, String> entries(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static SecretValue encoded(@Nullable String value) {
        return new SecretValue(Text.orEmpty(value).getBytes(StandardCharsets.UTF_8));
    }

    // The decoder's own message would quote the content, so it is dropped.
    @SuppressWarnings("UnusedException")
    private static void decode(
            String key,
            @Nullable String value,
            Map<String, SecretValue> values,
            Consumer<String> problems) {
        try {
            var compact = Text.orEmpty(value).replace("\n", "").replace("\r", "");
            values.put(Canonical.text(key), new SecretValue(Base64.getDecoder().decode(compact)));
        } catch (IllegalArgumentException e) {
            problems.accept("data[" + Text.quoted(key) + "] is not base64");
        }
    }
}
