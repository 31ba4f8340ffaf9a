package dev.sekisho;

import dev.sekisho.admin.AdminState;
import dev.sekisho.cli.Settings;
import java.nio.file.Path;
import java.util.List;

/// A gateway in this process: a source, the reconciler and the planes, joined.
final class EdgeRuntime {

    private final Settings settings;
    private final AdminState admin;
    private final int managementPort;

    EdgeRuntime(Settings settings, AdminState admin, int managementPort) {
        this.settings = settings;
        this.admin = admin;
        this.managementPort = managementPort;
    }

    /// Serves manifest folders; returns when traffic is served.
    EdgeRuntime serving(List<Path> folders) {
        return this;
    }

    /// Serves the objects of a cluster; returns when traffic is served.
    EdgeRuntime controlling() {
        return this;
    }

    Listening listening() {
        var listen = settings.listen();
        return new Listening(
                Listening.text(listen.bindAddress(), listen.httpPort()),
                Listening.text(listen.bindAddress(), listen.httpsPort()),
                Listening.text(listen.managementBindAddress(), managementPort));
    }

    /// Stops taking traffic, lets the requests in flight finish and stops everything.
    void drain() {
        admin.draining();
    }
}
