package dev.sekisho.kube;

import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.Queue;

/// fabric8's API server with a memory.
final class CrudServer {

    private CrudServer() {}

    static KubernetesMockServer create() {
        var responses = new HashMap<ServerRequest, Queue<ServerResponse>>();
        return new KubernetesMockServer(
                new Context(),
                new MockWebServer(),
                responses,
                new KubernetesMixedDispatcher(responses),
                false);
    }
}
