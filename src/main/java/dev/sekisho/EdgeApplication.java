package dev.sekisho;

import dev.sekisho.cli.AgentSettings;
import dev.sekisho.cli.CommandLineParser;
import dev.sekisho.cli.Invocation;
import dev.sekisho.cli.Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;

/// The program. What needs no gateway is done without starting Quarkus.
@QuarkusMain
public final class EdgeApplication {

    private static final int FAILED = 1;

    private EdgeApplication() {}

    public static void main(String... args) {
        switch (parse(args)) {
            case Invocation.Serve serve -> run(serve.settings(), args);
            case Invocation.Controller controller -> run(controller.settings(), args);
            case Invocation.Retire retire -> run(retire.settings(), args);
            case Invocation.Agent agent -> run(agent.settings(), args);
            case Invocation.Demo demo -> run(demo.settings(), args);
            case Invocation.DemoPod pod -> System.exit(DemoPodProcess.run(pod));
            case Invocation.Probe probe -> System.exit(ProbeProcess.run(probe));
            case Invocation.Version _ -> System.out.println("sekisho " + Version.text());
            case Invocation.Done(var exitCode) -> System.exit(exitCode);
        }
    }

    static Invocation parse(String... args) {
        return new CommandLineParser(System.out, System.err, Path.of(""))
                .parse(args, System.getenv());
    }

    private static void run(AgentSettings settings, String... args) {
        if (!settings.isCleanup()) {
            run(settings.process(), args);
            return;
        }
        try {
            AgentRuntime.cleanUp();
        } catch (StartFailure failure) {
            System.err.println("sekisho: " + failure.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(Settings settings, String... args) {
        LastResort.install();
        try {
            PlatformProperties.set(settings);
            Quarkus.run(EdgeProcess.class, args);
        } catch (StartFailure failure) {
            System.err.println("sekisho: " + failure.getMessage());
            System.exit(FAILED);
        }
    }
}
