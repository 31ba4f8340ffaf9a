package dev.sekisho;

import dev.sekisho.admin.AdminState;
import dev.sekisho.cli.Invocation;
import dev.sekisho.cli.Settings;
import dev.sekisho.demo.DemoFolder;
import dev.sekisho.demo.DemoPods;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;

/// The part of the program that runs inside of Quarkus: until it is told to stop.
public final class EdgeProcess implements QuarkusApplication {

    private static final int STOPPED = 0;
    private static final int FAILED = 1;

    private final AdminState admin;
    private final Vertx vertx;
    private final HttpServer management;

    EdgeProcess(AdminState admin, Vertx vertx, HttpServer management) {
        this.admin = admin;
        this.vertx = vertx;
        this.management = management;
    }

    @Override
    public int run(String... args) {
        try {
            return run(EdgeApplication.parse(args));
        } catch (StartFailure failure) {
            System.err.println("sekisho: " + failure.getMessage());
            return FAILED;
        }
    }

    private int run(Invocation invocation) {
        return switch (invocation) {
            case Invocation.Serve(var folders, var settings) -> serve(folders, settings);
            case Invocation.Controller(var settings) -> control(settings);
            case Invocation.Demo(var settings) -> demonstrate(settings);
            case Invocation.Done(var exitCode) -> exitCode;
            case Invocation.DemoPod _, Invocation.Version _ -> STOPPED;
        };
    }

    private int serve(List<Path> folders, Settings settings) {
        return untilStopped(runtime(settings).serving(folders));
    }

    private int control(Settings settings) {
        return untilStopped(runtime(settings).controlling());
    }

    private int demonstrate(Settings settings) {
        try (var pods = DemoPods.start(vertx);
                var folder = DemoFolder.create(pods.pods())) {
            var runtime = runtime(settings).serving(folder.folders(Path.of("")));
            System.out.print(DemoIntroduction.text(runtime.listening()));
            return untilStopped(runtime);
        }
    }

    private EdgeRuntime runtime(Settings settings) {
        return new EdgeRuntime(settings, admin, management.getManagementPort());
    }

    private static int untilStopped(EdgeRuntime runtime) {
        var stop = StopSignal.install();
        System.out.println(runtime.listening());
        stop.await();
        runtime.drain();
        return STOPPED;
    }
}
