package dev.sekisho.kube;

import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

/// fabric8's API server with a memory.
final class CrudServer {

    /// It would log each request; held here, or its level would be collected with it.
    private static final Logger CHATTER = Logger.getLogger("io.fabric8.mockwebserver");

    private CrudServer() {}

    static KubernetesMockServer create() {
        CHATTER.setLevel(Level.WARNING);
        var responses = new HashMap<ServerRequest, Queue<ServerResponse>>();
        return new KubernetesMockServer(
                new Context(),
                new MockWebServer(),
                responses,
                new KubernetesMixedDispatcher(responses),
                false);
    }
}
