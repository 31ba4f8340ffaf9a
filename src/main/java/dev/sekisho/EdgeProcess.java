package dev.sekisho;

import dev.sekisho.admin.AdminState;
import dev.sekisho.cli.AgentSettings;
import dev.sekisho.cli.Invocation;
import dev.sekisho.cli.Settings;
import dev.sekisho.demo.DemoFolder;
import dev.sekisho.demo.DemoPods;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

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
            case Invocation.Retire(var settings) -> RetireProcess.run(settings);
            case Invocation.Demo(var settings) -> demonstrate(settings);
            case Invocation.Agent(var settings) -> attend(settings);
            case Invocation.Done(var exitCode) -> exitCode;
            case Invocation.DemoPod _, Invocation.Probe _, Invocation.Version _ -> STOPPED;
        };
    }

    private int serve(List<Path> folders, Settings settings) {
        var stop = StopSignal.install();
        return untilStopped(runtime(settings).serving(folders), stop, _ -> {});
    }

    private int control(Settings settings) {
        var stop = StopSignal.install();
        return untilStopped(runtime(settings).controlling(), stop, _ -> {});
    }

    private int attend(AgentSettings settings) {
        var stop = StopSignal.install();
        var agent = new AgentRuntime(settings, admin);
        var health = agent.start();
        var address = settings.process().listen().managementBindAddress();
        var port = Listening.text(address, managementPort(settings.process()));
        var announced = agent.programmed().thenRun(() -> announce(health, port));
        stop.received().join();
        announced.cancel(false);
        agent.stop();
        return STOPPED;
    }

    private static void announce(int health, String management) {
        System.out.println("programmed health=" + health + " management=" + management);
    }

    private int demonstrate(Settings settings) {
        var stop = StopSignal.install();
        try (var pods = DemoPods.start(vertx);
                var folder = DemoFolder.create(pods.pods())) {
            var runtime = runtime(settings).serving(folder.folders(Path.of("")));
            return untilStopped(runtime, stop, EdgeProcess::introduce);
        }
    }

    private static void introduce(Listening listening) {
        System.out.print(DemoIntroduction.text(listening));
    }

    private EdgeRuntime runtime(Settings settings) {
        return new EdgeRuntime(settings, admin, vertx, managementPort(settings));
    }

    /// Quarkus knows the port only where it picked one itself.
    private int managementPort(Settings settings) {
        var asked = settings.listen().managementPort();
        return asked == 0 ? management.getManagementPort() : asked;
    }

    /// The signal may come before anything is served: an API server can stay away for long.
    private static int untilStopped(
            EdgeRuntime runtime, StopSignal stop, Consumer<Listening> introduction) {
        var announced = runtime.opened().thenRun(() -> announce(runtime, introduction));
        awaitEither(announced, stop.received());
        stop.received().join();
        runtime.drain();
        return STOPPED;
    }

    private static void announce(EdgeRuntime runtime, Consumer<Listening> introduction) {
        runtime.introduce();
        var listening = runtime.listening();
        System.out.println(listening);
        introduction.accept(listening);
        SpareMemory.giveBack();
    }

    private static void awaitEither(CompletableFuture<?> opened, CompletableFuture<?> stopped) {
        try {
            CompletableFuture.anyOf(opened, stopped).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof StartFailure refused ? refused : failed;
        }
    }
}
