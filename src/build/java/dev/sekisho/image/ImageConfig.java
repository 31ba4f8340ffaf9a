package dev.sekisho.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How containers of an image run, and what it says about itself.
record ImageConfig(
        String name,
        String architecture,
        Instant created,
        List<String> entrypoint,
        User user,
        Map<String, String> labels) {

    /// Who the program runs as.
    enum User {
        /// The number that Pod Security and other images use.
        NOBODY("65532:65532"),
        /// Who alone gets capabilities.
        ROOT("0:0");

        private final String text;

        User(String text) {
            this.text = text;
        }
    }

    private static final String PATH = "PATH=/usr/bin:/usr/sbin:/opt/java/bin";
    private static final Map<String, Object> PORTS =
            Map.of("8080/tcp", Map.of(), "8443/tcp", Map.of(), "10254/tcp", Map.of());

    /// The configuration as the OCI image specification has it.
    Map<String, Object> json(List<Layer> layers) {
        var run = new TreeMap<String, Object>();
        run.put("User", user.text);
        run.put("Entrypoint", entrypoint);
        run.put("Env", List.of(PATH));
        run.put("ExposedPorts", new TreeMap<>(PORTS));
        run.put("Labels", new TreeMap<>(labels));
        run.put("StopSignal", "SIGTERM");
        run.put("WorkingDir", "/");
        var json = new TreeMap<String, Object>();
        json.put("architecture", architecture);
        json.put("os", "linux");
        json.put("created", created.toString());
        json.put("config", run);
        json.put(
                "rootfs",
                new TreeMap<>(
                        Map.of(
                                "type",
                                "layers",
                                "diff_ids",
                                layers.stream().map(Layer::contentDigest).toList())));
        json.put("history", layers.stream().map(this::history).toList());
        return json;
    }

    /// The same for the agent of a node, which needs root.
    ImageConfig ofAgent() {
        return new ImageConfig(
                name + "-agent", architecture, created, entrypoint, User.ROOT, labels);
    }

    private Map<String, Object> history(Layer layer) {
        return new TreeMap<>(
                Map.of("created", created.toString(), "created_by", "sekisho " + layer.title()));
    }
}
